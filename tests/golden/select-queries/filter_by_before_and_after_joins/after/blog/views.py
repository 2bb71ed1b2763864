from flask import Blueprint, jsonify
from sqlalchemy import select
from sqlalchemy.orm import aliased

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/before")
def before():
    posts = db.session.scalars(select(Post).filter_by(title="x").join(Post.author)).all()
    authors = db.session.scalars(select(Author).filter_by(name="Ada", active=True)).all()
    return jsonify([len(posts), len(authors)])


@bp.route("/after")
def after():
    # filter_by() is about what was joined last; in SQLAlchemy 2.1 a select() looks at everything.
    posts = db.session.scalars(select(Post).join(Author).where(Author.name == "Ada")).all()
    several = db.session.scalars(
        select(Post).join(Post.author).where(Author.name == "Ada", Author.email.is_(None))
    ).all()
    tagged = db.session.scalars(
        select(Post).join(Post.author).join(Post.tags).where(Tag.name == "new")
    ).unique().all()
    explicit = db.session.scalars(
        select(Post).join(Author, Post.author_id == Author.id).where(Author.active == True)
    ).all()
    other = aliased(Author)
    by_alias = db.session.scalar(select(Post).join(other, Post.author).where(other.name == "Ada").limit(1))
    nobody = db.session.execute(select(Post, Tag).join(Post.tags).where(Tag.name == "old")).unique().all()
    reset = db.session.scalars(select(Post).join(Post.author).where(Post.title == "x")).all()
    return jsonify([len(each) for each in (posts, several, tagged, explicit, nobody, reset)] + [by_alias.id])


@bp.route("/from")
def select_from():
    names = db.session.execute(
        select(Author.name).select_from(Post).join(Post.author).where(Author.name == "Ada")
    ).all()
    return jsonify([name for (name,) in names])
