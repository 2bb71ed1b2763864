from flask import Blueprint, jsonify

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/others")
def others():
    sql = str(Post.query.filter(Post.views > 3))
    statement = Post.query.filter(Post.views > 3).with_labels().all()
    searched = Post.query.whoosh_search("words").all()
    session = Post.query.session
    elsewhere = Post.query.with_session(db.session).all()
    mapped = Post.query.with_transformation(lambda q: q.filter(Post.views > 1)).all()
    pairs = db.session.query(Author, Post).tuples().all()
    return jsonify([sql, statement, searched, session, elsewhere, mapped, pairs])
