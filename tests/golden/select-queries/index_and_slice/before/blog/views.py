from flask import Blueprint, jsonify

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    first = Post.query.order_by(Post.id)[0]
    third = Post.query.order_by(Post.id)[2].title
    ten = Post.query.order_by(Post.views.desc())[:10]
    next_ten = Post.query.order_by(Post.views.desc())[10:20]
    others = Post.query.order_by(Post.id)[20:]
    names = [name for (name,) in db.session.query(Author.name).order_by(Author.name)[:3]]
    best = Author.query.join(Author.posts).order_by(Post.views)[:5]
    return jsonify([first.id, third, len(ten), len(next_ten), len(others), names, len(best)])


@bp.route("/slices")
def slices():
    return jsonify([post.id for post in Post.query.order_by(Post.id).slice(5, 10)])
