from flask import Blueprint, jsonify

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/union")
def union():
    popular = Post.query.filter(Post.views > 9)
    tagged = Post.query.join(Post.tags).filter(Tag.name == "new")
    found = popular.union(tagged).order_by(Post.title).all()
    everything = db.session.query(Author.name).union_all(db.session.query(Tag.name)).all()
    both = Post.query.filter_by(views=1).intersect(Post.query.filter_by(title="x")).count()
    rest = Post.query.except_(Post.query.filter(Post.author_id.is_(None)))
    names = {"a"}.union({"query"})
    return jsonify([post.id for post in found], [name for (name,) in everything], both, rest.count(), sorted(names))
