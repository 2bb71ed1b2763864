from sqlalchemy import Column, String, select

from records import meta as db


class Source(db.Model):
    __tablename__ = "source"

    name = Column(String(20))

    @classmethod
    def by_name(cls, name):
        return db.session.scalar(select(cls).filter_by(name=name).limit(1))
