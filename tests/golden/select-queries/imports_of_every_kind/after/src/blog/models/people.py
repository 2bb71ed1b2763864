from sqlalchemy import select

from ..extensions import database as db


class Author(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))

    @classmethod
    def called(cls, name):
        return db.session.scalar(select(cls).filter_by(name=name).limit(1))
