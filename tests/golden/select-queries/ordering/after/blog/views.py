from flask import Blueprint, jsonify, request
from sqlalchemy import desc, func, select, text

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    by_attribute = db.session.scalars(select(Post).order_by(Post.views.desc(), Post.id)).all()
    by_name = db.session.scalars(select(Post).order_by("title")).all()
    falling = db.session.scalars(select(Post).order_by(desc("views"))).all()
    reset = db.session.scalars(select(Post).order_by(Post.id).order_by(None).order_by(Post.title)).all()
    chosen = db.session.scalars(select(Post).order_by(getattr(Post, request.args.get("by", "id")))).unique().all()
    distinct = db.session.scalars(select(Post).distinct().order_by(Post.title)).all()
    random = db.session.scalars(select(Post).order_by(func.random()).limit(1)).all()
    raw = db.session.scalars(select(Post).order_by(text("views desc"))).unique().all()
    return jsonify([len(each) for each in (by_attribute, by_name, falling, reset, chosen, distinct, random, raw)])


@bp.route("/names")
def names():
    rows = db.session.execute(select(Author.name).distinct().order_by(Author.name)).all()
    number = func.count(Post.id).label("number")
    most = db.session.execute(
        select(Author.name, number).join(Post).group_by(Author.name).order_by(number.desc()).limit(3)
    ).all()
    by_label = db.session.execute(
        select(Author.name, func.count(Post.id).label("posts")).join(Post).group_by("name").order_by(desc("posts"))
    ).all()
    return jsonify([name for (name,) in rows], [name for name, _ in most], [name for name, _ in by_label])
