from flask import Blueprint, jsonify
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)
Local = scoped_session(sessionmaker())
make_session = sessionmaker()


@bp.route("/aliases")
def aliases():
    session = db.session
    posts = session.scalars(select(Post).where(Post.views > 3)).all()
    names = select(Author.name)
    return jsonify(len(posts), [name for (name,) in db.session.execute(names)], session.scalar(select(func.count(Post.id))))


@bp.route("/own")
def own():
    with Session(db.engine) as session:
        number = session.scalar(select(func.count()).select_from(Post))
    other = make_session(bind=db.engine)
    first = other.scalar(select(Post).limit(1))
    other.close()
    return jsonify(number, first.id, [each.id for each in Local().scalars(select(Post))])


def given(session: Session, name: str):
    return session.execute(select(Author).filter_by(name=name)).scalar_one_or_none()


@bp.route("/called")
def called():
    return db.session().scalar(select(Author).limit(1)).name
