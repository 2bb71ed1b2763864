from flask import Blueprint, jsonify
from sqlalchemy import select

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    first = db.session.scalars(select(Post).order_by(Post.id).slice(0, 1)).all()[0]
    third = db.session.scalars(select(Post).order_by(Post.id).slice(2, 3)).all()[0].title
    ten = db.session.scalars(select(Post).order_by(Post.views.desc()).limit(10)).all()
    next_ten = db.session.scalars(
        select(Post).order_by(Post.views.desc()).slice(10, 20)
    ).all()
    others = db.session.scalars(select(Post).order_by(Post.id).offset(20)).all()
    names = [name for (name,) in db.session.execute(
        select(Author.name).order_by(Author.name).limit(3)
    ).all()]
    best = db.session.scalars(
        select(Author).join(Author.posts).order_by(Post.views).limit(5)
    ).unique().all()
    return jsonify([first.id, third, len(ten), len(next_ten), len(others), names, len(best)])


@bp.route("/slices")
def slices():
    return jsonify([post.id for post in db.session.scalars(
        select(Post).order_by(Post.id).slice(5, 10)
    )])
