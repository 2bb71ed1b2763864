from flask import Flask
from sqlalchemy import Column, Integer, create_engine
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker

app = Flask(__name__)
engine = create_engine("sqlite://")
db_session = scoped_session(sessionmaker(bind=engine))
Base = declarative_base()
Base.query = db_session.query_property()


class Owner(Base):
    __tablename__ = "owner"

    id = Column(Integer, primary_key=True)


@app.route("/")
def index():
    return str(Owner.query.count() + len(Owner.query.filter(Owner.id > 3).all()))
