from sqlalchemy import select

from blog.models import Author, db


def index():
    return ["🎉🎉", db.session.get(Author, "名"), "🎉"], list(db.session.scalars(select(Author)))
