from flask import Blueprint, jsonify
from sqlalchemy import func
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)
Local = scoped_session(sessionmaker())
make_session = sessionmaker()


@bp.route("/aliases")
def aliases():
    session = db.session
    posts = session.query(Post).filter(Post.views > 3).all()
    names = session.query(Author.name)
    return jsonify(len(posts), [name for (name,) in names], session.query(func.count(Post.id)).scalar())


@bp.route("/own")
def own():
    with Session(db.engine) as session:
        number = session.query(Post).count()
    other = make_session(bind=db.engine)
    first = other.query(Post).first()
    other.close()
    return jsonify(number, first.id, [each.id for each in Local().query(Post)])


def given(session: Session, name: str):
    return session.query(Author).filter_by(name=name).one_or_none()


@bp.route("/called")
def called():
    return db.session().query(Author).first().name
