from flask import Blueprint, jsonify
from sqlalchemy import func, select

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/places")
def places():
    # Both are called "id", but no one asks for them by that name.
    for author_id, post_id in db.session.execute(select(Author.id, Post.id).join(Author.posts)):
        print(author_id, post_id)
    rows = db.session.execute(select(Author.id, Post.id).join(Author.posts)).all()
    pairs = [(row[0], row[1]) for row in rows]
    counts = [[name, number] for name, number in db.session.execute(
        select(Author.name, func.count(Post.id)).join(Post).group_by(Author.id)
    )]
    return jsonify([pairs, counts])


@bp.route("/labels")
def labels():
    rows = db.session.execute(select(Author.id.label("author"), Post.id.label("post")).join(Author.posts)).all()
    counted = db.session.execute(select(func.count(Post.id).label("number"))).all()
    return jsonify([row._asdict() for row in rows], [row.number for row in counted])
