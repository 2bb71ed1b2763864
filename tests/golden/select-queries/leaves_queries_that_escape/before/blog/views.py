from flask import Blueprint, g, jsonify, render_template
from flask.views import View

from blog.extra import search
from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)
CACHE = {}


@bp.route("/template")
def template():
    return render_template("posts.html", posts=Post.query.order_by(Post.id))


@bp.route("/stored")
def stored():
    g.posts = Post.query.filter(Post.views > 3)
    CACHE["authors"] = Author.query
    several = [Post.query, Post.query.limit(3)]
    named = {"authors": Author.query.filter_by(active=True)}
    return search(several, named)


@bp.route("/passed")
def passed():
    return search(Post.query.filter(Post.views > 3), db.session.query(Author))


@bp.route("/closure")
def closure():
    query = Post.query.filter(Post.views > 3)

    def later():
        return query.all()

    return jsonify([post.id for post in later()])


@bp.route("/by-name/<method>")
def by_name(method):
    query = Post.query
    return str(getattr(query, method)())


def generated():
    yield Post.query.filter(Post.views > 1)


def default(posts=Post.query):
    return posts.all()


factory = lambda: Author.query.order_by(Author.name)


class Listing(View):
    def get_query(self):
        # Flask-Admin and its like call this and want a Query.
        return Post.query.filter(Post.views > 3)

    def dispatch_request(self):
        self.shown = Post.query
        return render_template("posts.html", posts=self.shown)
