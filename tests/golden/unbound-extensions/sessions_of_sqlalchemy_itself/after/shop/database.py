from sqlalchemy import Column, Integer, StaticPool, String, create_engine, event
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker

from shop import app

engine = create_engine(app.config["DATABASE_URI"], poolclass=StaticPool)
db_session = scoped_session(sessionmaker(autoflush=False))
db_session.configure(bind=engine)
Log = sessionmaker()
Log.configure(bind=engine)

Model = declarative_base()
Model.query = db_session.query_property()


class Thing(Model):
    __tablename__ = "things"
    id = Column(Integer, primary_key=True)
    name = Column(String(20))


event.listen(db_session, "after_flush", print)


def init_db():
    Model.metadata.create_all(bind=engine)
