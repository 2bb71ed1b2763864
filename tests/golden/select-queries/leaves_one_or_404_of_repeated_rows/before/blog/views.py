from flask import Blueprint

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/authors/<name>")
def author(name):
    # db.one_or_404() does not de-duplicate: an author of two posts would be a 404.
    return Author.query.join(Author.posts).filter(Author.name == name).one_or_404().email


@bp.route("/busy")
def busy():
    return Author.query.filter(Author.id == Post.author_id, Post.views > 100).one_or_404().name


@bp.route("/names/<name>")
def names(name):
    return Author.query.with_entities(Author.email).filter_by(name=name).one_or_404()[0]


@bp.route("/arguments")
def arguments():
    return Author.query.filter_by(id=1).one(db.session).name
