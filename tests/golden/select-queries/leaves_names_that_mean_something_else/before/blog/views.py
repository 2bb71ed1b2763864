import sqlite3

from flask import Blueprint, jsonify

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


class Lines:
    def query(self, text):
        return text.split()

    session = None


def raw(db):
    # An argument hides the database.
    return db.session.query("words of a line")


@bp.route("/lines")
def lines():
    db = Lines()
    db.session = db
    return jsonify(db.session.query("a b"), db.query("c d"))


def other(Post):
    return Post.query.all()


@bp.route("/connection")
def connection():
    class Author:
        query = sqlite3.connect(":memory:")

    return jsonify(Author.query.execute("select 1").fetchall())


def looped(models):
    return [Post.query.count() for Post in models]
