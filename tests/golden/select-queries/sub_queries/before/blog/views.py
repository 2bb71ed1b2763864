from flask import Blueprint, jsonify
from sqlalchemy import func

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/in")
def in_():
    active = db.session.query(Author.id).filter(Author.active)
    posts = Post.query.filter(Post.author_id.in_(active)).all()
    others = Post.query.filter(Post.author_id.notin_(db.session.query(Author.id).filter_by(name="Ada"))).all()
    nested = Post.query.filter(
        Post.author_id.in_(
            db.session.query(Author.id).filter(Author.id.in_(db.session.query(Post.author_id).filter(Post.views > 3)))
        )
    ).all()
    listed = Author.query.filter(~Author.id.in_(db.session.query(Post.author_id).subquery())).all()
    return jsonify([len(each) for each in (posts, others, nested, listed)])


@bp.route("/exists")
def exists():
    silent = Author.query.filter(~db.session.query(Post).filter(Post.author_id == Author.id).exists()).all()
    has_tags = Tag.query.filter(Tag.name == "new").exists()
    return jsonify([author.name for author in silent], db.session.query(has_tags).scalar())


@bp.route("/scalars")
def scalars():
    number = db.session.query(func.count(Post.id)).filter(Post.author_id == Author.id).correlate(Author).as_scalar()
    rows = db.session.query(Author.name, number.label("posts")).order_by(number.desc()).all()
    most = db.session.query(func.max(Post.views)).scalar_subquery()
    best = Post.query.filter(Post.views == most).first()
    labelled = db.session.query(Author, db.session.query(func.count(Tag.id)).label("tags")).all()
    return jsonify([[name, posts] for name, posts in rows], best.title, [tags for _, tags in labelled])


@bp.route("/tables")
def tables():
    latest = db.session.query(Post.author_id, func.max(Post.id).label("post_id")).group_by(Post.author_id).subquery("latest")
    posts = Post.query.join(latest, latest.c.post_id == Post.id).order_by(Post.title).all()
    totals = db.session.query(Post.author_id.label("author_id"), func.sum(Post.views).label("views")).group_by(Post.author_id).cte("totals")
    top = db.session.query(totals.c.author_id).filter(totals.c.views > 10).all()
    return jsonify([post.id for post in posts], [author_id for (author_id,) in top])
