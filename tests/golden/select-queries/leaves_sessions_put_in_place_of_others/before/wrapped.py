from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy


class Recording:
    def __init__(self, session):
        self.session = session

    def __call__(self):
        return self

    def execute(self, statement, *arguments, **keywords):
        raise NotImplementedError

    def query(self, *entities):
        return self.session.query(*entities)


app = Flask(__name__)
db = SQLAlchemy(app)
db.session = Recording(db.session)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.route("/")
def index():
    return jsonify([user.id for user in User.query.all()])


@app.route("/count")
def count():
    return str(db.session.query(User).count())
