import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.query import Query

basedir = os.path.abspath(os.path.dirname(__file__))
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + os.path.join(basedir, "app.db")
db = SQLAlchemy(app)


class Live(Query):
    def page(self, number):
        return self.paginate(page=number, per_page=20, error_out=False)


class HTTPLog(db.Model):
    query_class = Live
    id = db.Column(db.Integer, primary_key=True)


with app.app_context():
    db.create_all()


@app.route("/")
def index():
    return str(HTTPLog.query.count())


class Search:
    """Another library's pages."""

    def paginate(self, page, size, raises):
        return [page, size, raises]

    def create_all(self):
        return self


search = Search()
search.create_all().paginate(1, 20, False)
