from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import Query

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    deleted = db.Column(db.Boolean, default=False)


@event.listens_for(Query, "before_compile", retval=True)
def without_deleted(query):
    return query.filter(User.deleted.is_(False))


@app.route("/")
def index():
    return jsonify([user.id for user in User.query.all()], db.session.query(User).count())
