from flask import Blueprint, jsonify
from sqlalchemy.orm import joinedload, subqueryload

from blog.models import Author, Post, Tag

bp = Blueprint("blog", __name__)


@bp.route("/names")
def names():
    by_name = Post.query.join("author").filter(Author.name == "Ada").all()
    to_many = Author.query.outerjoin("posts").all()
    loaded = Post.query.options(joinedload("author")).all()
    nested = Author.query.options(subqueryload("posts")).all()
    by_tuple = Post.query.join((Author, Author.id == Post.author_id)).all()
    filtered = Post.query.join("tags").filter_by(name="new").all()
    return jsonify([len(each) for each in (by_name, to_many, loaded, nested, by_tuple, filtered, Tag.query.all())])
