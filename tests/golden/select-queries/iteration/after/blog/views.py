from flask import Blueprint, jsonify
from sqlalchemy import select

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/loops")
def loops():
    total = 0
    for post in db.session.scalars(select(Post)):
        total += post.views
    for title, views in db.session.execute(select(Post.title, Post.views).where(Post.views > 0)):
        total -= views
        print(title)
    for author in db.session.scalars(select(Author).join(Author.posts)).unique():
        for post in db.session.scalars(select(Post).filter_by(author_id=author.id).order_by(Post.id)):
            post.views = 0
    db.session.commit()
    return str(total)


@bp.route("/comprehensions")
def comprehensions():
    titles = [post.title for post in db.session.scalars(select(Post).order_by(Post.title))]
    names = {name for (name,) in db.session.execute(select(Author.name))}
    by_id = {author.id: author for author in db.session.scalars(select(Author)) if author.active}
    lazy = sum(post.views for post in db.session.scalars(select(Post).where(Post.views > 1)))
    return jsonify([titles, sorted(names), len(by_id), lazy])


@bp.route("/calls")
def calls():
    rows = dict(db.session.execute(select(Author.id, Author.name)).all())
    listed = list(db.session.scalars(select(Author).filter_by(active=True)))
    ordered = sorted(db.session.scalars(select(Post)), key=lambda post: post.views)
    numbered = [(place, post.id) for place, post in enumerate(db.session.scalars(select(Post).order_by(Post.views)), 1)]
    first, *others = db.session.scalars(select(Post).order_by(Post.id))
    pairs = list(zip(db.session.scalars(select(Author)), db.session.scalars(select(Post)).all()))
    busiest = max(db.session.scalars(select(Post)), key=lambda post: post.views)
    newest = next(iter(db.session.scalars(select(Post).order_by(Post.id.desc()))), None)
    known = any(author.name == "Ada" for author in db.session.scalars(select(Author)))
    return jsonify([len(rows), len(listed), len(ordered), numbered, first.id, len(others), len(pairs), busiest.id, newest.id, known])


def stream():
    for post in db.session.scalars(select(Post).execution_options(yield_per=100)):
        yield post.title
    yield from (author.name for author in db.session.scalars(select(Author)))
