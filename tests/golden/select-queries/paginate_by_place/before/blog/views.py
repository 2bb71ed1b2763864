from flask import Blueprint, current_app, render_template, request

from blog.models import Post

bp = Blueprint("blog", __name__)


@bp.route("/posts/<int:page>")
def posts(page):
    found = Post.query.order_by(Post.id).paginate(page, 20, False)
    other = Post.query.paginate(
        request.args.get("page", 1, type=int),
        current_app.config["POSTS_PER_PAGE"],
        error_out=False,
    )
    return render_template("posts.html", posts=found, other=other)
