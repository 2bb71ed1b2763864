from flask import Blueprint, jsonify

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/plain")
def plain():
    everybody = Author.query.count()
    active = Author.query.filter_by(active=True).count()
    popular = Post.query.filter(Post.views > 9).order_by(Post.title).count()
    again = db.session.query(Post).filter(Post.author.has()).count()
    return jsonify([everybody, active, popular, again])


@bp.route("/sub-query")
def sub_query():
    joined = Author.query.join(Author.posts).count()
    distinct = Author.query.join(Author.posts).distinct().count()
    limited = Post.query.limit(5).count()
    skipped = Post.query.order_by(Post.id).offset(2).count()
    grouped = db.session.query(Post.author_id).group_by(Post.author_id).count()
    columns = db.session.query(Post.title, Post.views).filter(Post.views > 1).count()
    crossed = Author.query.filter(Author.id == Post.author_id).count()
    return jsonify([joined, distinct, limited, skipped, grouped, columns, crossed])


@bp.route("/tags/<name>")
def tag(name):
    if Tag.query.filter(Tag.name == name).count() > 0:
        return "known"
    return f"{Tag.query.count()} others"
