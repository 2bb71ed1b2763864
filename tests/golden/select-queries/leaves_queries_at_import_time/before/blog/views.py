from flask import Blueprint, jsonify

from blog.models import Author, Post

bp = Blueprint("blog", __name__)
popular = Post.query.filter(Post.views > 9)


class Settings:
    authors = Author.query


def shown(posts=Post.query):
    return [post.id for post in posts]


@bp.route("/popular")
def index():
    return jsonify([post.id for post in popular.all()], shown(), Settings.authors.count())
