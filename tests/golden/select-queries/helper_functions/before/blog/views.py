from flask import Blueprint, jsonify

from blog import queries
from blog.models import Post, db
from blog.queries import authors_called

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    found = queries.visible_posts().order_by(Post.id).all()
    return jsonify([post.id for post in found])


@bp.route("/authors/<name>")
def authors(name):
    found = authors_called(name, only_active=True).first_or_404()
    first = authors_called(name).one_or_none()
    return jsonify(found.email, first and first.id)


@bp.route("/newest")
def newest():
    return queries.newest().title
