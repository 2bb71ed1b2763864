from flask import Blueprint, jsonify
from sqlalchemy import func, select

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/in")
def in_():
    active = select(Author.id).where(Author.active)
    posts = db.session.scalars(select(Post).where(Post.author_id.in_(active))).all()
    others = db.session.scalars(
        select(Post).where(Post.author_id.notin_(select(Author.id).filter_by(name="Ada")))
    ).all()
    nested = db.session.scalars(select(Post).where(
        Post.author_id.in_(
            select(Author.id).where(Author.id.in_(select(Post.author_id).where(Post.views > 3)))
        )
    )).all()
    listed = db.session.scalars(select(Author).where(~Author.id.in_(select(Post.author_id).subquery()))).all()
    return jsonify([len(each) for each in (posts, others, nested, listed)])


@bp.route("/exists")
def exists():
    silent = db.session.scalars(select(Author).where(~select(Post).where(Post.author_id == Author.id).exists())).all()
    has_tags = select(Tag).where(Tag.name == "new").exists()
    return jsonify([author.name for author in silent], db.session.scalar(select(has_tags)))


@bp.route("/scalars")
def scalars():
    number = select(func.count(Post.id)).where(Post.author_id == Author.id).correlate(Author).scalar_subquery()
    rows = db.session.execute(select(Author.name, number.label("posts")).order_by(number.desc())).all()
    most = select(func.max(Post.views)).scalar_subquery()
    best = db.session.scalar(select(Post).where(Post.views == most).limit(1))
    labelled = db.session.execute(select(Author, select(func.count(Tag.id)).label("tags"))).unique().all()
    return jsonify([[name, posts] for name, posts in rows], best.title, [tags for _, tags in labelled])


@bp.route("/tables")
def tables():
    latest = select(Post.author_id, func.max(Post.id).label("post_id")).group_by(Post.author_id).subquery("latest")
    posts = db.session.scalars(
        select(Post).join(latest, latest.c.post_id == Post.id).order_by(Post.title)
    ).unique().all()
    totals = select(Post.author_id.label("author_id"), func.sum(Post.views).label("views")).group_by(Post.author_id).cte("totals")
    top = db.session.execute(select(totals.c.author_id).where(totals.c.views > 10)).all()
    return jsonify([post.id for post in posts], [author_id for (author_id,) in top])
