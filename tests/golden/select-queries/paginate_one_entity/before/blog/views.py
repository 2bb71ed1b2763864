from flask import Blueprint, render_template, request

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts")
def posts():
    page = request.args.get("page", 1, type=int)
    found = Post.query.order_by(Post.id.desc()).paginate(page=page, per_page=20, error_out=False)
    return render_template("posts.html", posts=found.items, pagination=found)


@bp.route("/authors")
def authors():
    return render_template("authors.html", authors=Author.query.paginate())


@bp.route("/authors/active")
def active():
    found = Author.query.join(Author.posts).filter(Post.views > 3).order_by(Author.name).paginate(
        page=request.args.get("page", 1, type=int), max_per_page=50
    )
    return render_template("authors.html", authors=found)


def everything(**options):
    return db.session.query(Post).filter_by(author_id=1).paginate(page=1, **options)
