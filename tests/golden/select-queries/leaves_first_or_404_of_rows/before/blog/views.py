from flask import Blueprint, request

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/title")
def title():
    # A Row comes back here; db.first_or_404() would give its first column.
    return Post.query.with_entities(Post.title).filter(Post.views > 3).first_or_404()[0]


@bp.route("/pairs")
def pairs():
    row = db.session.query(Post, Author).join(Author).first_or_404()
    return row[1].name


@bp.route("/lines")
def lines():
    def first(items):
        return items[0]

    return first(request.args.getlist("query"))


@bp.route("/unpacked")
def unpacked():
    options = {"description": "gone"}
    return Post.query.first_or_404(**options).title
