from flask import Blueprint, jsonify
from sqlalchemy import func, select

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/plain")
def plain():
    everybody = db.session.scalar(select(func.count()).select_from(Author))
    active = db.session.scalar(select(func.count()).select_from(Author).filter_by(active=True))
    popular = db.session.scalar(select(func.count()).select_from(Post).where(Post.views > 9))
    again = db.session.scalar(select(func.count()).select_from(Post).where(Post.author.has()))
    return jsonify([everybody, active, popular, again])


@bp.route("/sub-query")
def sub_query():
    joined = db.session.scalar(select(func.count()).select_from(select(Author).join(Author.posts).subquery()))
    distinct = db.session.scalar(select(func.count()).select_from(select(Author).join(Author.posts).distinct().subquery()))
    limited = db.session.scalar(select(func.count()).select_from(select(Post).limit(5).subquery()))
    skipped = db.session.scalar(select(func.count()).select_from(select(Post).order_by(Post.id).offset(2).subquery()))
    grouped = db.session.scalar(select(func.count()).select_from(select(Post.author_id).group_by(Post.author_id).subquery()))
    columns = db.session.scalar(select(func.count()).select_from(select(Post.title, Post.views).where(Post.views > 1).subquery()))
    crossed = db.session.scalar(select(func.count()).select_from(select(Author).where(Author.id == Post.author_id).subquery()))
    return jsonify([joined, distinct, limited, skipped, grouped, columns, crossed])


@bp.route("/tags/<name>")
def tag(name):
    if db.session.scalar(select(func.count()).select_from(Tag).where(Tag.name == name)) > 0:
        return "known"
    return f"{db.session.scalar(select(func.count()).select_from(Tag))} others"
