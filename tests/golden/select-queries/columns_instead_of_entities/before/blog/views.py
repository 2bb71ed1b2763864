from flask import Blueprint, jsonify
from sqlalchemy import func
from sqlalchemy.sql import functions

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/with")
def with_entities():
    names = Author.query.with_entities(Author.name).all()
    active = Author.query.filter_by(active=True).order_by(Author.id).with_entities(Author.id, Author.name).all()
    joined = Author.query.join(Author.posts).with_entities(Post.title).all()
    number = Post.query.filter(Post.views > 3).with_entities(func.count(Post.id)).scalar()
    total = Post.query.with_entities(func.sum(Post.views).label("total")).filter(Post.author_id == 1).scalar()
    grouped = Post.query.with_entities(Post.author_id, func.count()).group_by(Post.author_id).all()
    return jsonify([len(names), len(active), len(joined), number, total, [[key, value] for key, value in grouped]])


@bp.route("/add")
def add():
    counted = Author.query.join(Author.posts).add_columns(func.count(Post.id)).group_by(Author.id).all()
    named = Post.query.join(Post.author).add_column(Author.name).all()
    both = Post.query.join(Author).add_entity(Author).first()
    return jsonify([[author.id, number] for author, number in counted], [name for _, name in named], both[1].name)


@bp.route("/most")
def most():
    most, total = db.session.query(functions.max(Post.views), functions.coalesce(functions.sum(Post.views), 0)).one()
    return jsonify([most, total, db.session.query(functions.count(Post.id)).scalar()])
