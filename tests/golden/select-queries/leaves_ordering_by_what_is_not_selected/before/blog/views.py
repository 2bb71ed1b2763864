from flask import Blueprint, jsonify
from sqlalchemy import text

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/distinct")
def distinct():
    # A Query adds the column to SELECT DISTINCT; a select() does not, and PostgreSQL then refuses it.
    authors = Author.query.join(Author.posts).distinct().order_by(Post.views).all()
    names = db.session.query(Author.name).order_by(Author.id).distinct().all()
    return jsonify([author.id for author in authors], [name for (name,) in names])


@bp.route("/labels")
def labels():
    # These labels are made by a Query only.
    found = Post.query.order_by(text("post_views desc")).all()
    rows = db.session.query(Author.name, Author.id).group_by(text("author_name")).all()
    return jsonify([post.id for post in found], [name for name, _ in rows])


@bp.route("/sorted")
def sorted_words():
    return jsonify(sorted(["query", "order_by"]))
