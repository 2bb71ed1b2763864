from flask import Blueprint, jsonify, request
from sqlalchemy import select

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/authors")
def authors():
    # Before a join there is nothing to mistake them for.
    wanted = {name: request.args[name] for name in ("name", "email") if name in request.args}
    return jsonify([author.id for author in db.session.scalars(
        select(Author).filter_by(**wanted).order_by(Author.id)
    ).all()])


@bp.route("/posts")
def posts():
    conditions = [Post.views > 3]
    if "title" in request.args:
        conditions.append(Post.title == request.args["title"])
    return jsonify([post.id for post in db.session.scalars(
        select(Post).where(*conditions).limit(5)
    ).unique()])


@bp.route("/empty")
def empty():
    return jsonify([tag.id for tag in db.session.scalars(select(Tag).filter().filter_by()).all()])
