from flask import Blueprint, abort, jsonify, request

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/try")
def in_try():
    query = Post.query
    try:
        query = query.filter(Post.views > int(request.args["views"]))
    except (KeyError, ValueError):
        query = query.filter(Post.views > 0)
    else:
        query = query.order_by(Post.views)
    finally:
        db.session.rollback()
    return jsonify([post.id for post in query])


@bp.route("/with")
def in_with():
    with db.session.no_autoflush:
        query = Author.query.filter_by(active=True)
    with open("names.txt") as names:
        query = query.filter(Author.name.in_(names.read().split()))
    return str(query.count())


@bp.route("/match")
def in_match():
    query = Post.query
    match request.args.get("order"):
        case "views":
            query = query.order_by(Post.views.desc())
        case "title":
            query = query.order_by(Post.title)
        case _:
            query = query.order_by(Post.id)
    return jsonify([post.id for post in query.limit(10)])


@bp.route("/while")
def in_while():
    query = Post.query.order_by(Post.id)
    number = 0
    while number < 3:
        post = query.offset(number).first()
        if post is None:
            break
        number += 1
    return str(number)


@bp.route("/early/<name>")
def early(name):
    query = Author.query.filter_by(name=name)
    if query.count() > 1:
        abort(409)
    author = query.one_or_none()
    if author is None:
        return "none", 404
    return author.email


@bp.route("/async")
async def in_async():
    query = Post.query.filter(Post.views > 1)
    return jsonify([post.id for post in query.all()])


@bp.route("/nested")
def nested():
    def posts_of(author_id):
        return Post.query.filter_by(author_id=author_id).all()

    return jsonify({author.id: len(posts_of(author.id)) for author in Author.query.all()})
