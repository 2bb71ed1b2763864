from flask import Blueprint, jsonify
from sqlalchemy.orm import aliased

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/before")
def before():
    posts = Post.query.filter_by(title="x").join(Post.author).all()
    authors = Author.query.filter_by(name="Ada", active=True).all()
    return jsonify([len(posts), len(authors)])


@bp.route("/after")
def after():
    # filter_by() is about what was joined last; in SQLAlchemy 2.1 a select() looks at everything.
    posts = Post.query.join(Author).filter_by(name="Ada").all()
    several = Post.query.join(Post.author).filter_by(name="Ada", email=None).all()
    tagged = Post.query.join(Post.author).join(Post.tags).filter_by(name="new").all()
    explicit = Post.query.join(Author, Post.author_id == Author.id).filter_by(active=True).all()
    other = aliased(Author)
    by_alias = Post.query.join(other, Post.author).filter_by(name="Ada").first()
    nobody = db.session.query(Post, Tag).join(Post.tags).filter_by(name="old").all()
    reset = Post.query.join(Post.author).reset_joinpoint().filter_by(title="x").all()
    return jsonify([len(each) for each in (posts, several, tagged, explicit, nobody, reset)] + [by_alias.id])


@bp.route("/from")
def select_from():
    names = db.session.query(Author.name).select_from(Post).join(Post.author).filter_by(name="Ada").all()
    return jsonify([name for (name,) in names])
