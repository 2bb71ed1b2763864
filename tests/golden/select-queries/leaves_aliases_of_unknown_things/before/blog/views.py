from sqlalchemy.orm import aliased

from blog.models import Author, Post, db
from vendor.reports import Ranking, columns


def ranked(model):
    other = aliased(model)
    return db.session.query(other).all()


def reports():
    return db.session.query(Ranking).all(), db.session.query(columns["title"]).all()


def attributes(name):
    return db.session.query(getattr(Post, name)).all(), db.session.query(Author.posts).all()
