from flask import Flask, jsonify
from sqlalchemy import Column, Integer, String, and_, create_engine, func, select
from sqlalchemy.ext.declarative import declarative_base, declared_attr
from sqlalchemy.orm import scoped_session, sessionmaker

engine = create_engine('sqlite:///shelf.db', future=True)
session = scoped_session(sessionmaker(bind=engine))
Base = declarative_base()


class Named:
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()


class Book(Named, Base):
    id = Column(Integer, primary_key=True)
    title = Column(String(50))
    shelf = Column(String(10))


app = Flask(__name__)
Base.metadata.create_all(engine)


@app.teardown_appcontext
def close(error):
    session.remove()


@app.route('/add/<title>', methods=['POST'])
def add(title):
    session.add(Book(title=title, shelf='A'))
    session.commit()
    return jsonify(count=session.query(Book).count())


def wanted(*conditions):
    return session.query(Book).filter(and_(*conditions)).order_by(Book.id)


@app.route('/books')
def books():
    return jsonify([book.title for book in wanted(Book.shelf.isnot(None))])


@app.route('/last')
def last():
    newest = select(func.max(Book.id)).as_scalar()
    return jsonify([book.title for book in wanted(Book.id == newest)])
