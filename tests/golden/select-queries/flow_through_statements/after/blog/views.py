from flask import Blueprint, abort, jsonify, request
from sqlalchemy import func, select

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/try")
def in_try():
    query = select(Post)
    try:
        query = query.where(Post.views > int(request.args["views"]))
    except (KeyError, ValueError):
        query = query.where(Post.views > 0)
    else:
        query = query.order_by(Post.views)
    finally:
        db.session.rollback()
    return jsonify([post.id for post in db.session.scalars(query)])


@bp.route("/with")
def in_with():
    with db.session.no_autoflush:
        query = select(Author).filter_by(active=True)
    with open("names.txt") as names:
        query = query.where(Author.name.in_(names.read().split()))
    return str(db.session.scalar(select(func.count()).select_from(query.subquery())))


@bp.route("/match")
def in_match():
    query = select(Post)
    match request.args.get("order"):
        case "views":
            query = query.order_by(Post.views.desc())
        case "title":
            query = query.order_by(Post.title)
        case _:
            query = query.order_by(Post.id)
    return jsonify([post.id for post in db.session.scalars(query.limit(10))])


@bp.route("/while")
def in_while():
    query = select(Post).order_by(Post.id)
    number = 0
    while number < 3:
        post = db.session.scalar(query.offset(number).limit(1))
        if post is None:
            break
        number += 1
    return str(number)


@bp.route("/early/<name>")
def early(name):
    query = select(Author).filter_by(name=name)
    if db.session.scalar(select(func.count()).select_from(query.subquery())) > 1:
        abort(409)
    author = db.session.execute(query).scalar_one_or_none()
    if author is None:
        return "none", 404
    return author.email


@bp.route("/async")
async def in_async():
    query = select(Post).where(Post.views > 1)
    return jsonify([post.id for post in db.session.scalars(query).all()])


@bp.route("/nested")
def nested():
    def posts_of(author_id):
        return db.session.scalars(select(Post).filter_by(author_id=author_id)).all()

    return jsonify({author.id: len(posts_of(author.id)) for author in db.session.scalars(select(Author)).all()})
