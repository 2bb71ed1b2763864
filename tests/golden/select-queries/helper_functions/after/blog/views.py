from flask import Blueprint, jsonify

from blog import queries
from blog.models import Post, db
from blog.queries import authors_called

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    found = db.session.scalars(queries.visible_posts().order_by(Post.id)).all()
    return jsonify([post.id for post in found])


@bp.route("/authors/<name>")
def authors(name):
    found = db.first_or_404(authors_called(name, only_active=True).limit(1))
    first = db.session.execute(authors_called(name)).scalar_one_or_none()
    return jsonify(found.email, first and first.id)


@bp.route("/newest")
def newest():
    return queries.newest().title
