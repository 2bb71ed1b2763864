from flask import Blueprint, jsonify

from blog import queries
from blog.models import Author, Post

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    return jsonify([post.id for post in queries.visible_posts().order_by(Post.id).all()])


@bp.route("/authors/<name>")
def authors(name):
    find = getattr(queries, "authors_called")
    return jsonify([author.id for author in find(name)])


@bp.route("/listed")
def listed():
    return jsonify(queries.listed([Post(id=1)]), queries.listed(Author.query))
