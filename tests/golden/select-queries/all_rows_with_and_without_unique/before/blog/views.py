from flask import Blueprint, jsonify
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/plain")
def plain():
    authors = Author.query.all()
    active = Author.query.filter(Author.active.is_(True)).order_by(Author.name).all()
    writers = Author.query.filter(Author.posts.any(Post.views > 3)).all()
    of_tag = Post.query.filter(Post.author.has(name="Ada")).all()
    light = Post.query.options(load_only(Post.title), selectinload(Post.tags)).all()
    return jsonify([len(each) for each in (authors, active, writers, of_tag, light)])


@bp.route("/many-to-one")
def many_to_one():
    # Each post has one author: joining it cannot repeat a post.
    return jsonify([post.id for post in Post.query.join(Post.author).filter(Author.name == "Ada").all()])


@bp.route("/to-many")
def to_many():
    posted = Author.query.join(Author.posts).all()
    tagged = Post.query.join(Post.tags).filter(Tag.name.in_(["a", "b"])).order_by(Post.id).all()
    by_class = Author.query.outerjoin(Post).filter(Post.id.is_(None)).all()
    crossed = Author.query.filter(Author.id == Post.author_id).all()
    loaded = Author.query.options(joinedload(Author.posts)).all()
    eager = Author.query.join(Author.posts).options(contains_eager(Author.posts)).all()
    unknown = Author.query.filter(*conditions()).all()
    return jsonify([len(each) for each in (posted, tagged, by_class, crossed, loaded, eager, unknown)])


def conditions():
    return [Author.active]


@bp.route("/rows")
def rows():
    names = db.session.query(Author.name, Author.email).all()
    counted = db.session.query(Author.name, db.func.count(Post.id)).join(Post).group_by(Author.name).all()
    both = db.session.query(Author, Post).join(Post, Post.author_id == Author.id).all()
    mixed = db.session.query(Author, Post.title).join(Author.posts).all()
    table = db.session.query(Author.__table__).all()
    return jsonify([len(names), [[name, number] for name, number in counted], len(both), len(mixed), len(table)])
