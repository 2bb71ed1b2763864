from flask import Blueprint, jsonify
from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload, lazyload, raiseload, selectinload, subqueryload

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/options")
def options():
    loaded = db.session.scalars(select(Post).options(joinedload(Post.author)).order_by(Post.id)).unique().all()
    several = db.session.scalars(
        select(Author).options(selectinload(Author.posts).selectinload(Post.tags), defer(Author.email))
    ).all()
    chained = db.session.scalars(
        select(Author).options(joinedload(Author.posts).joinedload(Post.tags)).limit(3)
    ).unique().all()
    first = db.session.scalar(select(Author).options(subqueryload(Author.posts)).limit(1))
    quiet = db.session.execute(
        select(Author).filter_by(id=1).options(lazyload("*"), raiseload(Author.posts))
    ).scalar_one_or_none()
    number = db.session.scalar(select(func.count()).select_from(Author))
    return jsonify([len(loaded), len(several), len(chained), first.id, quiet is None, number])


@bp.route("/locks")
def locks():
    locked = db.session.execute(select(Post).filter_by(id=1).with_for_update()).scalar_one()
    skipped = db.session.scalars(select(Post).with_for_update(skip_locked=True, of=Post).limit(3)).all()
    fresh = db.session.scalars(
        select(Post).execution_options(populate_existing=True).where(Post.views > 3)
    ).all()
    unflushed = db.session.scalar(select(Post).execution_options(autoflush=False).filter_by(title="x").limit(1))
    plain = db.session.scalars(select(Author).options(lazyload("*"))).all()
    traced = db.session.scalars(select(Post).execution_options(trace=True)).all()
    hinted = db.session.scalars(select(Post).with_hint(Post, "USE INDEX (x)", "mysql").prefix_with("ALL")).all()
    return jsonify([locked.id, len(skipped), len(fresh), unflushed.id, len(plain), len(traced), len(hinted)])
