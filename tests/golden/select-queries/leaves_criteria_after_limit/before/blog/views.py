from flask import Blueprint, jsonify

from blog.models import Author, Post

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    # Each raises InvalidRequestError today; a select() would filter or sort first and cut then.
    filtered = Post.query.limit(10).filter(Post.views > 3).all()
    named = Post.query.limit(10).filter_by(title="x").all()
    ordered = Post.query.offset(10).order_by(Post.id).all()
    joined = Post.query.limit(10).join(Author).all()
    grouped = Post.query.limit(10).group_by(Post.author_id).all()
    sliced = Post.query.slice(0, 5).filter(Post.views > 3).first()
    return jsonify([len(each) for each in (filtered, named, ordered, joined, grouped)], sliced.id)
