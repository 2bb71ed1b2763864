from contextlib import contextmanager

from sqlalchemy import Column, Integer, String, func
from sqlalchemy.ext.horizontal_shard import ShardedSession
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Reading(Base):
    __tablename__ = "reading"
    id = Column(Integer, primary_key=True)
    place = Column(String(20))


@contextmanager
def everywhere(shards):
    session = ShardedSession(shards=shards)
    try:
        yield session
    finally:
        session.close()


def at(shards, place):
    with everywhere(shards) as session:
        first = session.query(Reading).get(1)
        return first, session.query(Reading).filter_by(place=place).all()


def newest(shards):
    with everywhere(shards) as session:
        return session.query(func.max(Reading.id)).scalar()


def size(shards):
    with everywhere(shards) as session:
        return session.query(Reading).count()
