from flask import Blueprint, jsonify
from sqlalchemy import func, select

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/totals")
def totals():
    number = db.session.scalar(select(func.count(Post.id)))
    views = db.session.scalar(select(func.sum(Post.views)).where(Post.author_id == 1)) or 0
    newest = db.session.scalar(select(func.max(Post.id)))
    average = db.session.execute(select(func.coalesce(func.avg(Post.views), 0))).scalar_one_or_none()
    labelled = db.session.scalar(select(func.count(Author.id).label("authors")))
    return jsonify([number, views, newest, average, labelled])


@bp.route("/one")
def one():
    # More than one row raises MultipleResultsFound, which Session.scalar() would not.
    name = db.session.execute(select(Author.name).where(Author.id == 1)).scalar_one_or_none()
    author = db.session.execute(select(Author).filter_by(name="Ada")).scalar_one_or_none()
    per_author = db.session.execute(
        select(func.count(Post.id)).group_by(Post.author_id)
    ).scalar_one_or_none()
    joined = db.session.scalars(
        select(Author).join(Author.posts).where(Post.views > 9)
    ).unique().one_or_none()
    return jsonify([name, author and author.id, per_author, joined and joined.id])


@bp.route("/first")
def first():
    return db.session.scalar(select(Author.name).order_by(Author.id).limit(1)) or "nobody"


@bp.route("/exists")
def exists():
    known = db.session.scalar(select(select(Author).filter_by(name="Ada").exists()))
    other = db.session.scalar(select(select(Post).where(Post.views > 9).exists()))
    return jsonify([known, other])
