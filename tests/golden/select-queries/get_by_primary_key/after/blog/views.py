from flask import Blueprint, abort, jsonify
from sqlalchemy.orm import selectinload

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts/<int:post_id>")
def post(post_id):
    found = db.session.get(Post, post_id)
    if found is None:
        abort(404)
    return jsonify(title=found.title, by=db.session.get(Author, found.author_id).name)


@bp.route("/posts/<int:post_id>/full")
def full(post_id):
    found = db.get_or_404(Post, post_id, options=[selectinload(Post.tags)])
    return jsonify([tag.name for tag in found.tags])


@bp.route("/authors/<int:author_id>")
def author(author_id):
    return db.get_or_404(Author, author_id).name


@bp.route("/authors/<int:author_id>/card")
def card(author_id):
    found = db.get_or_404(Author, author_id, description="no such author")
    other = db.get_or_404(Author, author_id, description=f"author {author_id} is gone")
    return f"{found.name} {other.email}"


@bp.route("/authors/<int:author_id>/views", methods=["POST"])
def count_view(author_id):
    locked = db.session.get(Author, author_id, with_for_update=True)
    careful = db.session.get(Author, author_id, with_for_update={"nowait": True, "read": False})
    fresh = db.session.get(Author, author_id, populate_existing=True)
    quiet = db.session.get(Author, author_id, execution_options={"stream": 1})
    return f"{locked.id} {careful.id} {fresh.id} {quiet.id}"


def pairs(keys):
    return [db.session.get(Post, (key,)) for key in keys]
