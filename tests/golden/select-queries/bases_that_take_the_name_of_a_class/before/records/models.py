from sqlalchemy import Column, String

from records import meta as db


class Source(db.Model):
    __tablename__ = "source"

    name = Column(String(20))

    @classmethod
    def by_name(cls, name):
        return db.session.query(cls).filter_by(name=name).first()
