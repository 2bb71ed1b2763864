from flask import Blueprint, current_app, render_template, request
from sqlalchemy import select

from blog.models import Post, db

bp = Blueprint("blog", __name__)


@bp.route("/posts/<int:page>")
def posts(page):
    found = db.paginate(
        select(Post).order_by(Post.id), page=page, per_page=20, error_out=False
    )
    other = db.paginate(select(Post), page=request.args.get("page", 1, type=int), per_page=current_app.config["POSTS_PER_PAGE"], error_out=False)
    return render_template("posts.html", posts=found, other=other)
