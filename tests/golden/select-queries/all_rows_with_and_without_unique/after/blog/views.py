from flask import Blueprint, jsonify
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/plain")
def plain():
    authors = db.session.scalars(db.select(Author)).all()
    active = db.session.scalars(db.select(Author).where(Author.active.is_(True)).order_by(Author.name)).all()
    writers = db.session.scalars(db.select(Author).where(Author.posts.any(Post.views > 3))).all()
    of_tag = db.session.scalars(db.select(Post).where(Post.author.has(name="Ada"))).all()
    light = db.session.scalars(db.select(Post).options(load_only(Post.title), selectinload(Post.tags))).all()
    return jsonify([len(each) for each in (authors, active, writers, of_tag, light)])


@bp.route("/many-to-one")
def many_to_one():
    # Each post has one author: joining it cannot repeat a post.
    return jsonify([post.id for post in db.session.scalars(
        db.select(Post).join(Post.author).where(Author.name == "Ada")
    ).all()])


@bp.route("/to-many")
def to_many():
    posted = db.session.scalars(db.select(Author).join(Author.posts)).unique().all()
    tagged = db.session.scalars(
        db.select(Post).join(Post.tags).where(Tag.name.in_(["a", "b"])).order_by(Post.id)
    ).unique().all()
    by_class = db.session.scalars(db.select(Author).outerjoin(Post).where(Post.id.is_(None))).unique().all()
    crossed = db.session.scalars(db.select(Author).where(Author.id == Post.author_id)).unique().all()
    loaded = db.session.scalars(db.select(Author).options(joinedload(Author.posts))).unique().all()
    eager = db.session.scalars(
        db.select(Author).join(Author.posts).options(contains_eager(Author.posts))
    ).unique().all()
    unknown = db.session.scalars(db.select(Author).where(*conditions())).unique().all()
    return jsonify([len(each) for each in (posted, tagged, by_class, crossed, loaded, eager, unknown)])


def conditions():
    return [Author.active]


@bp.route("/rows")
def rows():
    names = db.session.execute(db.select(Author.name, Author.email)).all()
    counted = db.session.execute(
        db.select(Author.name, db.func.count(Post.id)).join(Post).group_by(Author.name)
    ).all()
    both = db.session.execute(db.select(Author, Post).join(Post, Post.author_id == Author.id)).unique().all()
    mixed = db.session.execute(db.select(Author, Post.title).join(Author.posts)).unique().all()
    table = db.session.execute(db.select(Author.__table__)).all()
    return jsonify([len(names), [[name, number] for name, number in counted], len(both), len(mixed), len(table)])
