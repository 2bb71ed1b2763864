from flask import Blueprint, jsonify
from sqlalchemy import func

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/totals")
def totals():
    number = db.session.query(func.count(Post.id)).scalar()
    views = db.session.query(func.sum(Post.views)).filter(Post.author_id == 1).scalar() or 0
    newest = db.session.query(func.max(Post.id)).scalar()
    average = db.session.query(func.coalesce(func.avg(Post.views), 0)).scalar()
    labelled = db.session.query(func.count(Author.id).label("authors")).scalar()
    return jsonify([number, views, newest, average, labelled])


@bp.route("/one")
def one():
    # More than one row raises MultipleResultsFound, which Session.scalar() would not.
    name = db.session.query(Author.name).filter(Author.id == 1).scalar()
    author = Author.query.filter_by(name="Ada").scalar()
    per_author = db.session.query(func.count(Post.id)).group_by(Post.author_id).scalar()
    joined = Author.query.join(Author.posts).filter(Post.views > 9).scalar()
    return jsonify([name, author and author.id, per_author, joined and joined.id])


@bp.route("/first")
def first():
    return db.session.query(Author.name).order_by(Author.id).limit(1).scalar() or "nobody"


@bp.route("/exists")
def exists():
    known = db.session.query(Author.query.filter_by(name="Ada").exists()).scalar()
    other = db.session.query(db.session.query(Post).filter(Post.views > 9).exists()).scalar()
    return jsonify([known, other])
