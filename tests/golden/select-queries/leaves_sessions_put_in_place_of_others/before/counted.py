from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Query, scoped_session, sessionmaker


class Counted(Query):
    def count(self):
        app.logger.info("count")
        return super().count()


app = Flask(__name__)
db = SQLAlchemy(app)
db.session = scoped_session(sessionmaker(query_cls=Counted))


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.route("/")
def index():
    return jsonify([user.id for user in User.query.all()])


@app.route("/count")
def count():
    return str(db.session.query(User).count())
