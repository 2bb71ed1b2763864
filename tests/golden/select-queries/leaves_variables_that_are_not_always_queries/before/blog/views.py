from flask import Blueprint, jsonify, request

from blog.models import Author, Post

bp = Blueprint("blog", __name__)


@bp.route("/mixed")
def mixed():
    found = Post.query.filter(Post.views > 3)
    if request.args.get("all"):
        found = []
    return jsonify([post.id for post in found])


@bp.route("/listed")
def listed():
    found = Post.query.order_by(Post.id)
    if request.args.get("short"):
        found = found.limit(3).all()
    return jsonify([post.id for post in found])


@bp.route("/either")
def either():
    query = Post.query if request.args.get("posts") else Author.query
    return jsonify([each.id for each in query.all()])


@bp.route("/true")
def true():
    query = Post.query.filter(Post.views > 3)
    if query:
        return jsonify([post.id for post in query])
    return "never"


@bp.route("/fallback")
def fallback():
    query = None
    if request.args.get("posts"):
        query = Post.query
    return jsonify([post.id for post in (query or [])])


@bp.route("/targets")
def targets():
    query = Post.query
    if request.args.get("author"):
        query = query.join(Post.author)
    return jsonify([post.id for post in query.filter_by(id=1).all()])
