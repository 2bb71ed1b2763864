from sqlalchemy import select

from blog.models import Author, db


def index():
    return db.session.scalars(select(Author)).all()