from flask import Blueprint, jsonify, request
from sqlalchemy import select

from blog.models import Author, Post

bp = Blueprint("blog", __name__)


@bp.route("/criteria")
def criteria():
    wanted = request.args.to_dict()
    return jsonify([post.id for post in Post.query.join(Author).filter_by(**wanted).all()])


@bp.route("/target/<name>")
def target(name):
    relation = getattr(Post, name)
    return jsonify([post.id for post in Post.query.join(relation).filter_by(name="Ada").all()])


@bp.route("/modern")
def modern():
    return str(select(Post).filter_by(title="x"))
