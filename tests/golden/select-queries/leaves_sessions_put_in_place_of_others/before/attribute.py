from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


def use(session):
    db.replica_session = session


@app.route("/replica")
def replica():
    return str(db.replica_session.query(User).count())
