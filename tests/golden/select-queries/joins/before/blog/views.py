from flask import Blueprint, jsonify
from sqlalchemy import and_
from sqlalchemy.orm import aliased

from blog.models import Author, Post, Tag, db, tagging

bp = Blueprint("blog", __name__)


@bp.route("/one")
def one():
    by_class = Post.query.join(Author).all()
    by_condition = Post.query.join(Author, and_(Author.id == Post.author_id, Author.active)).all()
    by_relationship = Post.query.join(Author, Post.author).all()
    outer = Author.query.outerjoin(Author.posts).all()
    outer_too = Author.query.join(Author.posts, isouter=True).filter(Post.id.is_(None)).all()
    through = Post.query.join(tagging).join(Tag).filter(Tag.name == "new").all()
    return jsonify([len(each) for each in (by_class, by_condition, by_relationship, outer, outer_too, through)])


@bp.route("/rows")
def rows():
    other = aliased(Post)
    pairs = db.session.query(Post, other).join(other, Post.author_id == other.author_id).all()
    counts = (
        db.session.query(Author.name, db.func.count(Post.id).label("posts"))
        .outerjoin(Author.posts)
        .group_by(Author.id)
        .having(db.func.count(Post.id) > 1)
        .order_by(db.desc("posts"))
        .all()
    )
    totals = db.session.query(Post.author_id, db.func.sum(Post.views).label("views")).group_by(Post.author_id).subquery()
    best = db.session.query(Author, totals.c.views).join(totals, totals.c.author_id == Author.id).all()
    names = db.session.query(Tag.name).select_from(Author).join(Author.posts).join(Post.tags).distinct().all()
    return jsonify([len(pairs), [tuple(row) for row in counts], len(best), len(names)])
