from flask import Blueprint, abort, jsonify
from sqlalchemy.orm import selectinload

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts/<int:post_id>")
def post(post_id):
    found = Post.query.get(post_id)
    if found is None:
        abort(404)
    return jsonify(title=found.title, by=Author.query.get(found.author_id).name)


@bp.route("/posts/<int:post_id>/full")
def full(post_id):
    found = Post.query.options(selectinload(Post.tags)).get_or_404(post_id)
    return jsonify([tag.name for tag in found.tags])


@bp.route("/authors/<int:author_id>")
def author(author_id):
    return Author.query.get_or_404(author_id).name


@bp.route("/authors/<int:author_id>/card")
def card(author_id):
    found = Author.query.get_or_404(author_id, "no such author")
    other = Author.query.get_or_404(author_id, description=f"author {author_id} is gone")
    return f"{found.name} {other.email}"


@bp.route("/authors/<int:author_id>/views", methods=["POST"])
def count_view(author_id):
    locked = Author.query.with_for_update().get(author_id)
    careful = db.session.query(Author).with_for_update(nowait=True, read=False).get(ident=author_id)
    fresh = Author.query.populate_existing().get(author_id)
    quiet = Author.query.execution_options(stream=1).get(author_id)
    return f"{locked.id} {careful.id} {fresh.id} {quiet.id}"


def pairs(keys):
    return [db.session.query(Post).get((key,)) for key in keys]
