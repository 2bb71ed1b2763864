import select

from flask import Blueprint, jsonify

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts/<int:post_id>/delete", methods=["POST"])
def delete(post_id):
    db.session.execute(db.delete(Post).filter_by(id=post_id))
    db.session.commit()
    return "gone"


@bp.route("/posts/<int:post_id>/update", methods=["POST"])
def update(post_id):
    number = db.session.execute(
        db.update(Post).filter_by(id=post_id).values({"views": 0})
    ).rowcount
    db.session.commit()
    return str(number)


@bp.route("/wait")
def wait():
    ready, _, _ = select.select([], [], [], 0)
    return jsonify(len(ready), [author.id for author in db.session.scalars(db.select(Author)).all()])


def count(func):
    return func(db.session.scalar(db.select(db.func.count()).select_from(Post)))
