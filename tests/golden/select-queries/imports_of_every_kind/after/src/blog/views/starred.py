from sqlalchemy import select

from blog.extensions import *
from blog.models import *


def authors():
    return database.session.scalars(select(Author).order_by(Author.name)).all()
