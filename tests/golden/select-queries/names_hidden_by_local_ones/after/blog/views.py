from flask import Blueprint, jsonify

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/selected")
def selected():
    select = db.session.scalar(db.select(Author).filter_by(active=True).limit(1))
    return jsonify(select.id, db.session.scalar(db.select(db.func.count()).select_from(Post)))


@bp.route("/lists")
def lists():
    return jsonify([func.id for func in db.session.scalars(db.select(Tag)).all()])
