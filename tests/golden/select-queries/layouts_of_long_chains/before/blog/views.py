from flask import Blueprint, jsonify

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/parentheses")
def parentheses():
    posts = (
        Post.query.join(Post.author)
        .filter(Author.active)  # only of those who still write
        # The newest come first.
        .order_by(Post.id.desc())
        .limit(10)
        .all()
    )
    first = (
        db.session.query(
            Author.name,
            Author.email,  # may be missing
        )
        .filter(Author.name != "")
        .first()
    )
    return jsonify(len(posts), first.name)


@bp.route("/backslashes")
def backslashes():
    posts = Post.query \
        .filter(Post.views > 3) \
        .order_by(Post.id) \
        .all()
    author = Author.query.filter_by(name="Ada") \
                         .filter_by(active=True).first()
    return jsonify(len(posts), author.name)


@bp.route("/dots")
def dots():
    posts = Post.query.filter(
        Post.views > 3,
        Post.title != "",
    ).order_by(
        Post.id,
    ).all()
    names = db.session.query(Author.name).\
        filter(Author.active).\
        order_by(Author.name).all()
    return jsonify(len(posts), len(names))


@bp.route("/arguments")
def arguments():
    shown = dict(
        posts=[
            post.title
            for post in Post.query.filter(Post.views > 3)
            .order_by(Post.title)
            .all()
        ],
        number=Post.query.filter(
            Post.views > 3
        ).count(),
        first=(Post.query
               .order_by(Post.id)
               .first()),
    )
    return str(shown)


@bp.route("/loops")
def loops():
    for post in (
        Post.query.filter(Post.views > 3)
        .order_by(Post.id)
    ):
        print(post.title)
    if Post.query.filter(Post.views > 3).count() > 3 and Author.query.filter_by(active=True).count() > 1:
        return "many"
    return (Post.query.filter_by(title="x").first() or
            Post.query.filter_by(title="y").first()).title
