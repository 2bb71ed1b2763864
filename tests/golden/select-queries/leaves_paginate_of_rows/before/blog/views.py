from flask import Blueprint, render_template
from sqlalchemy import func, select

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/titles")
def titles():
    # db.paginate() would keep only the first column.
    found = Post.query.with_entities(Post.title, Post.views).paginate(page=1)
    counted = Author.query.join(Author.posts).add_columns(func.count(Post.id)).group_by(Author.id).paginate(page=1)
    both = Post.query.add_entity(Author).filter(Author.id == Post.author_id).paginate(page=1)
    return render_template("titles.html", titles=found, counted=counted, both=both)


@bp.route("/limited")
def limited():
    return render_template("titles.html", titles=Post.query.limit(5).paginate(page=1))


@bp.route("/modern")
def modern():
    return render_template("titles.html", titles=db.paginate(select(Post), page=1))
