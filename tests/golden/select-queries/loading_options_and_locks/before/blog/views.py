from flask import Blueprint, jsonify
from sqlalchemy.orm import defer, joinedload, lazyload, raiseload, selectinload, subqueryload

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/options")
def options():
    loaded = Post.query.options(joinedload(Post.author)).order_by(Post.id).all()
    several = Author.query.options(selectinload(Author.posts).selectinload(Post.tags), defer(Author.email)).all()
    chained = Author.query.options(joinedload(Author.posts).joinedload(Post.tags)).limit(3).all()
    first = Author.query.options(subqueryload(Author.posts)).first()
    quiet = Author.query.filter_by(id=1).options(lazyload("*"), raiseload(Author.posts)).one_or_none()
    number = Author.query.options(joinedload(Author.posts)).count()
    return jsonify([len(loaded), len(several), len(chained), first.id, quiet is None, number])


@bp.route("/locks")
def locks():
    locked = Post.query.filter_by(id=1).with_for_update().one()
    skipped = Post.query.with_for_update(skip_locked=True, of=Post).limit(3).all()
    fresh = Post.query.populate_existing().filter(Post.views > 3).all()
    unflushed = Post.query.autoflush(False).filter_by(title="x").first()
    plain = Author.query.enable_eagerloads(False).all()
    traced = Post.query.execution_options(trace=True).all()
    hinted = db.session.query(Post).with_hint(Post, "USE INDEX (x)", "mysql").prefix_with("ALL").all()
    return jsonify([locked.id, len(skipped), len(fresh), unflushed.id, len(plain), len(traced), len(hinted)])
