from flask import Blueprint, redirect, render_template, request, url_for

from blog import app, wants_json
from blog.extensions import db
from blog.models import Post

bp = Blueprint("main", __name__)


@bp.before_app_request
def create_tables():
    db.create_all()


@bp.route("/")
def index():
    if wants_json():
        return {"posts": [post.title for post in Post.query]}
    return render_template("index.html", posts=Post.query.all(), title=app.config["TITLE"])


@bp.route("/add", methods=["POST"])
def add():
    app.logger.info("adding %s", request.form["title"])
    db.session.add(Post(title=request.form["title"]))
    db.session.commit()
    return redirect(url_for("main.index"))
