from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from werkzeug.local import LocalProxy

from elsewhere import find_session

app = Flask(__name__)
db = SQLAlchemy(app)
db.session = LocalProxy(find_session)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.route("/")
def index():
    return jsonify([user.id for user in User.query.all()])


@app.route("/count")
def count():
    return str(db.session.query(User).count())
