from flask import Blueprint, jsonify

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/selected")
def selected():
    select = Author.query.filter_by(active=True).first()
    return jsonify(select.id, Post.query.count())


@bp.route("/lists")
def lists():
    return jsonify([func.id for func in Tag.query.all()])
