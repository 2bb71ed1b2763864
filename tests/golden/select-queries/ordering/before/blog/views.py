from flask import Blueprint, jsonify, request
from sqlalchemy import desc, func, text

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    by_attribute = Post.query.order_by(Post.views.desc(), Post.id).all()
    by_name = Post.query.order_by("title").all()
    falling = Post.query.order_by(desc("views")).all()
    reset = Post.query.order_by(Post.id).order_by(None).order_by(Post.title).all()
    chosen = Post.query.order_by(getattr(Post, request.args.get("by", "id"))).all()
    distinct = Post.query.distinct().order_by(Post.title).all()
    random = Post.query.order_by(func.random()).limit(1).all()
    raw = Post.query.order_by(text("views desc")).all()
    return jsonify([len(each) for each in (by_attribute, by_name, falling, reset, chosen, distinct, random, raw)])


@bp.route("/names")
def names():
    rows = db.session.query(Author.name).distinct().order_by(Author.name).all()
    number = func.count(Post.id).label("number")
    most = db.session.query(Author.name, number).join(Post).group_by(Author.name).order_by(number.desc()).limit(3).all()
    by_label = db.session.query(Author.name, func.count(Post.id).label("posts")).join(Post).group_by("name").order_by(desc("posts")).all()
    return jsonify([name for (name,) in rows], [name for name, _ in most], [name for name, _ in by_label])
