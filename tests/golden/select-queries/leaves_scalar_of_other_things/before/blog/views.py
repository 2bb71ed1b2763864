from flask import Blueprint
from sqlalchemy import func, select

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/modern")
def modern():
    number = db.session.scalar(select(func.count()).select_from(Post))
    first = db.session.scalars(select(Post).order_by(Post.id)).first()
    result = db.session.execute(select(Author.name)).scalar()
    return f"{number} {first} {result}"


@bp.route("/pairs")
def pairs():
    return str(db.session.query(Author, Post).filter(Author.id == Post.author_id).scalar())


@bp.route("/value")
def value():
    for title in db.session.query(Post).values(Post.title):
        return title[0]
    return str(db.session.query(Post).value(Post.title))
