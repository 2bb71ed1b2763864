from sqlalchemy import Column, Integer, MetaData, create_engine
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker
from sqlalchemy.pool import StaticPool

metadata = MetaData()
engine = create_engine("sqlite://", poolclass=StaticPool)
session = None


class Model(object):
    """What all models have."""

    query = None
    id = Column(Integer, primary_key=True)


Model = declarative_base(cls=Model, name="Model", metadata=metadata)


def start():
    global session
    session = scoped_session(sessionmaker(bind=engine))
    metadata.create_all(engine)
