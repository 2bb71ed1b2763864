from flask import Blueprint, jsonify
from sqlalchemy.orm.exc import MultipleResultsFound, NoResultFound

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/authors/<name>")
def author(name):
    try:
        found = Author.query.filter_by(name=name).one()
    except NoResultFound:
        return "nobody", 404
    except MultipleResultsFound:
        return "more than one", 409
    return found.email


@bp.route("/mail/<email>")
def by_mail(email):
    found = Author.query.filter(Author.email == email).one_or_none()
    return found.name if found is not None else "nobody"


@bp.route("/with-posts/<name>")
def with_posts(name):
    # Joined rows repeat the author: a Query removes the repetition before it counts them.
    found = Author.query.join(Author.posts).filter(Author.name == name).one()
    maybe = Author.query.join(Author.posts).filter(Post.views > 9).one_or_none()
    return jsonify([found.id, maybe and maybe.id])


@bp.route("/tags/<int:tag_id>")
def tag(tag_id):
    name = db.session.query(Tag.name).filter(Tag.id == tag_id).one()
    maybe = db.session.query(Tag.name, Tag.id).filter(Tag.id == tag_id + 1).one_or_none()
    return jsonify([name.name, maybe and maybe.id])


@bp.route("/posts/<title>")
def post(title):
    return str(Post.query.filter_by(title=title).one_or_404().views)


@bp.route("/posts/<title>/author")
def post_author(title):
    return str(Post.query.filter_by(title=title).one_or_404(description="no such post").author_id)
