from flask import Blueprint, jsonify
from sqlalchemy import select
from sqlalchemy.orm import joinedload, subqueryload

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/names")
def names():
    by_name = db.session.scalars(select(Post).join(Post.author).where(Author.name == "Ada")).all()
    to_many = db.session.scalars(select(Author).outerjoin(Author.posts)).unique().all()
    loaded = db.session.scalars(select(Post).options(joinedload(Post.author))).unique().all()
    nested = db.session.scalars(select(Author).options(subqueryload(Author.posts))).unique().all()
    by_tuple = db.session.scalars(select(Post).join(Author, Author.id == Post.author_id)).all()
    filtered = db.session.scalars(select(Post).join(Post.tags).where(Tag.name == "new")).unique().all()
    return jsonify([len(each) for each in (by_name, to_many, loaded, nested, by_tuple, filtered, db.session.scalars(select(Tag)).all())])
