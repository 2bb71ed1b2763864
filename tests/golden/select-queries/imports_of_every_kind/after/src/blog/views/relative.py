from sqlalchemy import select

from ..models import Author
from ..extensions import database


def authors():
    return database.session.scalars(select(Author)).all()
