from flask import Blueprint, render_template

from blog.models import Author, Post

bp = Blueprint("blog", __name__)


@bp.route("/posts/<int:page>")
def posts(page):
    # db.paginate(), db.get_or_404() and db.first_or_404() came with Flask-SQLAlchemy 3.0.
    return render_template("posts.html", posts=Post.query.paginate(page, 20))


@bp.route("/authors/<int:author_id>")
def author(author_id):
    found = Author.query.get_or_404(author_id)
    return render_template("author.html", author=found, post=Post.query.filter_by(author_id=author_id).first_or_404())
