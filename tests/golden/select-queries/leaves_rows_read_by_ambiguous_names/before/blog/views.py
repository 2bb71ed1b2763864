from flask import Blueprint, jsonify
from sqlalchemy import func

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/ids")
def ids():
    # row.id is the post's today; in the row of a select() it would be the author's.
    return jsonify([row.id for row in db.session.query(Author.id, Post.id).join(Author.posts)])


@bp.route("/first")
def first():
    row = db.session.query(Author.id, Author.name, Post.id).join(Author.posts).first()
    return jsonify(row.id)


def given():
    return db.session.query(Author.id, Post.id).join(Author.posts).all()


@bp.route("/dictionaries")
def dictionaries():
    # A Query gives an unlabelled function no key.
    rows = db.session.query(Author.name, func.count(Post.id)).join(Author.posts).group_by(Author.id).all()
    return jsonify([row._asdict() for row in rows])
