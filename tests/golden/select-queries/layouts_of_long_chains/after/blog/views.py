from flask import Blueprint, jsonify
from sqlalchemy import func, select

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/parentheses")
def parentheses():
    posts = db.session.scalars(
        select(Post).join(Post.author)
        .where(Author.active)  # only of those who still write
        # The newest come first.
        .order_by(Post.id.desc())
        .limit(10)
    ).all()
    first = db.session.execute(
        select(
            Author.name,
            Author.email,  # may be missing
        )
        .where(Author.name != "")
        .limit(1)
    ).first()
    return jsonify(len(posts), first.name)


@bp.route("/backslashes")
def backslashes():
    posts = db.session.scalars(
        select(Post)
        .where(Post.views > 3)
        .order_by(Post.id)
    ).all()
    author = db.session.scalar(
        select(Author).filter_by(name="Ada")
        .filter_by(active=True)
        .limit(1)
    )
    return jsonify(len(posts), author.name)


@bp.route("/dots")
def dots():
    posts = db.session.scalars(select(Post).where(
        Post.views > 3,
        Post.title != "",
    ).order_by(
        Post.id,
    )).all()
    names = db.session.execute(
        select(Author.name)
        .where(Author.active)
        .order_by(Author.name)
    ).all()
    return jsonify(len(posts), len(names))


@bp.route("/arguments")
def arguments():
    shown = dict(
        posts=[
            post.title
            for post in db.session.scalars(
                select(Post).where(Post.views > 3)
                .order_by(Post.title)
            ).all()
        ],
        number=db.session.scalar(select(func.count()).select_from(Post).where(
            Post.views > 3
        )),
        first=db.session.scalar(
            select(Post)
            .order_by(Post.id)
            .limit(1)
        ),
    )
    return str(shown)


@bp.route("/loops")
def loops():
    for post in db.session.scalars(
        select(Post).where(Post.views > 3)
        .order_by(Post.id)
    ):
        print(post.title)
    if db.session.scalar(
        select(func.count()).select_from(Post).where(Post.views > 3)
    ) > 3 and db.session.scalar(
        select(func.count()).select_from(Author).filter_by(active=True)
    ) > 1:
        return "many"
    return (db.session.scalar(select(Post).filter_by(title="x").limit(1)) or
            db.session.scalar(select(Post).filter_by(title="y").limit(1))).title
