from flask import Blueprint, g, jsonify, session

from blog.models import Author, Post

bp = Blueprint("blog", __name__)


def given(session, name):
    return session.query(Author).filter_by(name=name).one_or_none()


class Repository:
    def __init__(self, session):
        self.session = session

    def posts(self):
        return self.session.query(Post).all()


@bp.route("/cookie")
def cookie():
    # The session of the browser is a dict.
    session["query"] = "words"
    return jsonify(session.get("query"), g.session.query(Post).first())
