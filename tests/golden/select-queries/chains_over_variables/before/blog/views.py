from flask import Blueprint, jsonify, request

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    query = Post.query
    if "title" in request.args:
        query = query.filter(Post.title == request.args["title"])
    if "author" in request.args:
        query = query.filter_by(author_id=request.args["author"])
    elif "views" in request.args:
        query = query.filter(Post.views > 3)
    total = query.count()
    found = query.order_by(Post.id).limit(10).all()
    return jsonify(total, [post.id for post in found])


@bp.route("/filters")
def filters():
    query = db.session.query(Post).options()
    for name in request.args:
        query = query.filter(getattr(Post, name) == request.args[name])
    order = Post.views.desc() if request.args.get("popular") else Post.id
    return jsonify([post.id for post in query.order_by(order)])


@bp.route("/joined")
def joined():
    authors = Author.query
    if request.args.get("tag"):
        authors = authors.join(Author.posts).join(Post.tags).filter(Tag.name == request.args["tag"])
    # They repeat on one of the paths.
    return jsonify([author.name for author in authors.all()])


@bp.route("/either")
def either():
    query = Post.query if request.args.get("all") else Post.query.filter(Post.views > 0)
    first = query.first()
    return first.title if first else "none"


@bp.route("/rebound")
def rebound():
    found = Post.query.filter(Post.views > 3)
    found = found.all()
    if not found:
        return "none"
    return f"{found[0].title} and {len(found) - 1} more"


@bp.route("/typed")
def typed():
    base = Tag.query
    names: list[str] = [tag.name for tag in base]
    again = base.filter(Tag.name.in_(names)).order_by(Tag.name)
    while request.args.get("never"):
        again = again.limit(3)
    return jsonify(len(list(again)))
