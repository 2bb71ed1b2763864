from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Query


class Counted(Query):
    def all(self):
        app.logger.info("all")
        return super().all()


app = Flask(__name__)
options = {"query_cls": Counted}
db = SQLAlchemy(app, session_options=options)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.route("/")
def index():
    return jsonify([user.id for user in db.session.query(User).all()])
