from flask import Blueprint, render_template, request
from sqlalchemy import select

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    page = request.args.get("page", 1, type=int)
    found = db.paginate(
        select(Post).order_by(Post.id.desc()), page=page, per_page=20, error_out=False
    )
    return render_template("posts.html", posts=found.items, pagination=found)


@bp.route("/authors")
def authors():
    return render_template("authors.html", authors=db.paginate(select(Author)))


@bp.route("/authors/active")
def active():
    found = db.paginate(
        select(Author).join(Author.posts).where(Post.views > 3).order_by(Author.name),
        page=request.args.get("page", 1, type=int), max_per_page=50
    )
    return render_template("authors.html", authors=found)


def everything(**options):
    return db.paginate(select(Post).filter_by(author_id=1), page=1, **options)
