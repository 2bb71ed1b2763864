from sqlalchemy import select

from admin.models import Account
from admin.database import db


def accounts():
    return db.session.scalars(select(Account)).all()
