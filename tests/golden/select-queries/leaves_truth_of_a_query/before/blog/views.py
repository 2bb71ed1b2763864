from flask import Blueprint

from blog.models import Author, Post

bp = Blueprint("blog", __name__)


@bp.route("/known/<name>")
def known(name):
    # Always true: the filter is built, no row is fetched.
    if Author.query.filter_by(name=name):
        return "known"
    if not Post.query.filter_by(title=name):
        return "never"
    return "yes" if Author.query.filter_by(email=name) else "no"


def unless(name):
    assert Author.query.filter_by(name=name)
    return bool(Post.query.filter_by(title=name)) and Author.query
