from flask import Blueprint, jsonify
from sqlalchemy import func, select
from sqlalchemy.sql import functions

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/with")
def with_entities():
    names = db.session.execute(select(Author.name)).all()
    active = db.session.execute(select(Author.id, Author.name).filter_by(active=True).order_by(Author.id)).all()
    joined = db.session.execute(select(Author).join(Author.posts).with_only_columns(Post.title)).all()
    number = db.session.scalar(select(func.count(Post.id)).where(Post.views > 3))
    total = db.session.scalar(select(func.sum(Post.views).label("total")).where(Post.author_id == 1))
    grouped = db.session.execute(
        select(Post).with_only_columns(Post.author_id, func.count()).group_by(Post.author_id)
    ).all()
    return jsonify([len(names), len(active), len(joined), number, total, [[key, value] for key, value in grouped]])


@bp.route("/add")
def add():
    counted = db.session.execute(
        select(Author).join(Author.posts).add_columns(func.count(Post.id)).group_by(Author.id)
    ).unique().all()
    named = db.session.execute(select(Post).join(Post.author).add_columns(Author.name)).unique().all()
    both = db.session.execute(select(Post).join(Author).add_columns(Author).limit(1)).first()
    return jsonify([[author.id, number] for author, number in counted], [name for _, name in named], both[1].name)


@bp.route("/most")
def most():
    most, total = db.session.execute(select(functions.max(Post.views), functions.coalesce(functions.sum(Post.views), 0))).one()
    return jsonify([most, total, db.session.scalar(select(functions.count(Post.id)))])
