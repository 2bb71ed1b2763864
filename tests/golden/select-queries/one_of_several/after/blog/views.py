from flask import Blueprint, jsonify
from sqlalchemy import select
from sqlalchemy.orm.exc import MultipleResultsFound, NoResultFound

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/authors/<name>")
def author(name):
    try:
        found = db.session.execute(select(Author).filter_by(name=name)).scalar_one()
    except NoResultFound:
        return "nobody", 404
    except MultipleResultsFound:
        return "more than one", 409
    return found.email


@bp.route("/mail/<email>")
def by_mail(email):
    found = db.session.execute(select(Author).where(Author.email == email)).scalar_one_or_none()
    return found.name if found is not None else "nobody"


@bp.route("/with-posts/<name>")
def with_posts(name):
    # Joined rows repeat the author: a Query removes the repetition before it counts them.
    found = db.session.scalars(
        select(Author).join(Author.posts).where(Author.name == name)
    ).unique().one()
    maybe = db.session.scalars(
        select(Author).join(Author.posts).where(Post.views > 9)
    ).unique().one_or_none()
    return jsonify([found.id, maybe and maybe.id])


@bp.route("/tags/<int:tag_id>")
def tag(tag_id):
    name = db.session.execute(select(Tag.name).where(Tag.id == tag_id)).one()
    maybe = db.session.execute(select(Tag.name, Tag.id).where(Tag.id == tag_id + 1)).one_or_none()
    return jsonify([name.name, maybe and maybe.id])


@bp.route("/posts/<title>")
def post(title):
    return str(db.one_or_404(select(Post).filter_by(title=title)).views)


@bp.route("/posts/<title>/author")
def post_author(title):
    return str(db.one_or_404(
        select(Post).filter_by(title=title), description="no such post"
    ).author_id)
