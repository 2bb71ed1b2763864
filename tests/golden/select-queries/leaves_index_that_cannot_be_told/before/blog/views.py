from flask import Blueprint, jsonify, request

from blog.models import Post

bp = Blueprint("blog", __name__)


@bp.route("/last")
def last():
    return Post.query.order_by(Post.id)[-1].title


@bp.route("/posts/<int:place>")
def post(place):
    return Post.query.order_by(Post.id)[place].title


@bp.route("/some")
def some():
    size = request.args.get("size", 5, type=int)
    return jsonify([post.id for post in Post.query.order_by(Post.id)[:size]])


@bp.route("/tail")
def tail():
    return jsonify([post.id for post in Post.query.order_by(Post.id)[:-1]])


@bp.route("/nothing")
def nothing():
    # A Query sends no SQL for an empty slice.
    return jsonify([post.id for post in Post.query[3:3]])
