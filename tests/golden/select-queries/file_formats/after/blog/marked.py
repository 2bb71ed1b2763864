from sqlalchemy import select

from blog.models import Author, db


def index():
    return [each.name + " é" for each in db.session.scalars(select(Author))]
