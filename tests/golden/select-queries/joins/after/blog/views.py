from flask import Blueprint, jsonify
from sqlalchemy import and_
from sqlalchemy.orm import aliased

from blog.models import Author, Post, Tag, db, tagging

bp = Blueprint("blog", __name__)


@bp.route("/one")
def one():
    by_class = db.session.scalars(db.select(Post).join(Author)).all()
    by_condition = db.session.scalars(
        db.select(Post).join(Author, and_(Author.id == Post.author_id, Author.active))
    ).unique().all()
    by_relationship = db.session.scalars(db.select(Post).join(Author, Post.author)).all()
    outer = db.session.scalars(db.select(Author).outerjoin(Author.posts)).unique().all()
    outer_too = db.session.scalars(
        db.select(Author).join(Author.posts, isouter=True).where(Post.id.is_(None))
    ).unique().all()
    through = db.session.scalars(db.select(Post).join(tagging).join(Tag).where(Tag.name == "new")).unique().all()
    return jsonify([len(each) for each in (by_class, by_condition, by_relationship, outer, outer_too, through)])


@bp.route("/rows")
def rows():
    other = aliased(Post)
    pairs = db.session.execute(db.select(Post, other).join(other, Post.author_id == other.author_id)).unique().all()
    counts = db.session.execute(
        db.select(Author.name, db.func.count(Post.id).label("posts"))
        .outerjoin(Author.posts)
        .group_by(Author.id)
        .having(db.func.count(Post.id) > 1)
        .order_by(db.desc("posts"))
    ).all()
    totals = db.select(Post.author_id, db.func.sum(Post.views).label("views")).group_by(Post.author_id).subquery()
    best = db.session.execute(
        db.select(Author, totals.c.views).join(totals, totals.c.author_id == Author.id)
    ).unique().all()
    names = db.session.execute(
        db.select(Tag.name).select_from(Author).join(Author.posts).join(Post.tags).distinct()
    ).all()
    return jsonify([len(pairs), [tuple(row) for row in counts], len(best), len(names)])
