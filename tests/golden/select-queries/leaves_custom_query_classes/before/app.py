from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.query import Query

app = Flask(__name__)


class LiveQuery(Query):
    """Leaves out what was deleted."""

    def get(self, ident):
        found = super().get(ident)
        return None if found is None or found.deleted else found

    def live(self):
        return self.filter_by(deleted=False)


db = SQLAlchemy(app, query_class=LiveQuery)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    deleted = db.Column(db.Boolean, default=False)


@app.route("/")
def index():
    live = User.query.live().all()
    one = User.query.get(1)
    also = db.session.query(User).count()
    return jsonify(len(live), one.id, User.query.count(), also)
