from flask import Blueprint, jsonify

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/loops")
def loops():
    total = 0
    for post in Post.query:
        total += post.views
    for title, views in db.session.query(Post.title, Post.views).filter(Post.views > 0):
        total -= views
        print(title)
    for author in Author.query.join(Author.posts):
        for post in Post.query.filter_by(author_id=author.id).order_by(Post.id):
            post.views = 0
    db.session.commit()
    return str(total)


@bp.route("/comprehensions")
def comprehensions():
    titles = [post.title for post in Post.query.order_by(Post.title)]
    names = {name for (name,) in db.session.query(Author.name)}
    by_id = {author.id: author for author in Author.query if author.active}
    lazy = sum(post.views for post in Post.query.filter(Post.views > 1))
    return jsonify([titles, sorted(names), len(by_id), lazy])


@bp.route("/calls")
def calls():
    rows = dict(db.session.query(Author.id, Author.name))
    listed = list(Author.query.filter_by(active=True))
    ordered = sorted(Post.query, key=lambda post: post.views)
    numbered = [(place, post.id) for place, post in enumerate(Post.query.order_by(Post.views), 1)]
    first, *others = Post.query.order_by(Post.id)
    pairs = list(zip(Author.query, Post.query.all()))
    busiest = max(Post.query, key=lambda post: post.views)
    newest = next(iter(Post.query.order_by(Post.id.desc())), None)
    known = any(author.name == "Ada" for author in Author.query)
    return jsonify([len(rows), len(listed), len(ordered), numbered, first.id, len(others), len(pairs), busiest.id, newest.id, known])


def stream():
    for post in Post.query.yield_per(100):
        yield post.title
    yield from (author.name for author in Author.query)
