import os.path

from flask import Blueprint, jsonify
from sqlalchemy.orm import joinedload

from blog.models import Author, Post, Tag

bp = Blueprint("blog", __name__)


@bp.route("/gone")
def gone():
    several = Author.query.join("posts", "tags").all()
    chained = Author.query.join(Author.posts, Post.tags).filter(Tag.name == "new").all()
    unknown = Post.query.join("editor").all()
    aliased = Post.query.join(Post.author, aliased=True).filter_by(name="Ada").all()
    loaded = Post.query.options(joinedload("editor")).all()
    nested = Author.query.options(joinedload("posts.tags")).all()
    itself = Post.query.filter(Post.views > 3).from_self().all()
    locked = Post.query.with_lockmode("update").all()
    polymorphic = Author.query.with_polymorphic("*").all()
    return jsonify([several, chained, unknown, aliased, loaded, nested, itself, locked, polymorphic])


@bp.route("/path")
def path():
    return os.path.join("query", ",".join(["a", "b"]))
