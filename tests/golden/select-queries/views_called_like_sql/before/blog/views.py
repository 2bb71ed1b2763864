import select

from flask import Blueprint, jsonify

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts/<int:post_id>/delete", methods=["POST"])
def delete(post_id):
    Post.query.filter_by(id=post_id).delete()
    db.session.commit()
    return "gone"


@bp.route("/posts/<int:post_id>/update", methods=["POST"])
def update(post_id):
    number = Post.query.filter_by(id=post_id).update({"views": 0})
    db.session.commit()
    return str(number)


@bp.route("/wait")
def wait():
    ready, _, _ = select.select([], [], [], 0)
    return jsonify(len(ready), [author.id for author in Author.query.all()])


def count(func):
    return func(Post.query.count())
