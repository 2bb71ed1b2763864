from flask import Blueprint, jsonify, request
from sqlalchemy import func, select

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    query = select(Post)
    if "title" in request.args:
        query = query.where(Post.title == request.args["title"])
    if "author" in request.args:
        query = query.filter_by(author_id=request.args["author"])
    elif "views" in request.args:
        query = query.where(Post.views > 3)
    total = db.session.scalar(select(func.count()).select_from(query.subquery()))
    found = db.session.scalars(query.order_by(Post.id).limit(10)).all()
    return jsonify(total, [post.id for post in found])


@bp.route("/filters")
def filters():
    query = select(Post).options()
    for name in request.args:
        query = query.where(getattr(Post, name) == request.args[name])
    order = Post.views.desc() if request.args.get("popular") else Post.id
    return jsonify([post.id for post in db.session.scalars(query.order_by(order)).unique()])


@bp.route("/joined")
def joined():
    authors = select(Author)
    if request.args.get("tag"):
        authors = authors.join(Author.posts).join(Post.tags).where(Tag.name == request.args["tag"])
    # They repeat on one of the paths.
    return jsonify([author.name for author in db.session.scalars(authors).unique().all()])


@bp.route("/either")
def either():
    query = select(Post) if request.args.get("all") else select(Post).where(Post.views > 0)
    first = db.session.scalar(query.limit(1))
    return first.title if first else "none"


@bp.route("/rebound")
def rebound():
    found = select(Post).where(Post.views > 3)
    found = db.session.scalars(found).all()
    if not found:
        return "none"
    return f"{found[0].title} and {len(found) - 1} more"


@bp.route("/typed")
def typed():
    base = select(Tag)
    names: list[str] = [tag.name for tag in db.session.scalars(base)]
    again = base.where(Tag.name.in_(names)).order_by(Tag.name)
    while request.args.get("never"):
        again = again.limit(3)
    return jsonify(len(list(db.session.scalars(again))))
