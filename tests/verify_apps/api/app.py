"""A JSON interface with blueprints, hooks, error handlers and its own converter; SQLAlchemy without an extension."""

import logging

from flask import Blueprint, Flask, g, jsonify, request
from sqlalchemy import Column, ForeignKey, Integer, String, UniqueConstraint, create_engine, select
from sqlalchemy.orm import declarative_base, joinedload, relationship, scoped_session, sessionmaker
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

engine = create_engine("postgresql://api:very-secret@db.example.com/api")
Session = scoped_session(sessionmaker(bind=engine))
Base = declarative_base()


class Author(Base):
    __tablename__ = "authors"
    id = Column(Integer, primary_key=True)
    name = Column(String(50), nullable=False)
    books = relationship("Book", back_populates="author")


class Book(Base):
    __tablename__ = "books"
    __table_args__ = (UniqueConstraint("title", "author_id"),)
    id = Column(Integer, primary_key=True)
    title = Column(String(80), nullable=False)
    year = Column(Integer, default=2000)
    author_id = Column(ForeignKey("authors.id"))
    author = relationship("Author", back_populates="books")


class YearConverter(BaseConverter):
    regex = r"\d{4}"

    def to_python(self, value):
        return int(value)


class Teapot(Exception):
    pass


books = Blueprint("books", __name__, url_prefix="/books")


@books.before_request
def only_books():
    g.trail.append("books")


@books.route("/")
def listing():
    statement = select(Book).options(joinedload(Book.author)).order_by(Book.year.desc(), Book.title)
    rows = Session.execute(statement).unique().scalars()
    return jsonify([{"title": book.title, "by": book.author.name} for book in rows])


@books.route("/year/<year:year>")
def of_year(year):
    return jsonify(Session.execute(select(Book.title).where(Book.year == year)).scalars().all())


@books.route("/<int:book_id>", methods=["GET", "PUT", "DELETE"])
def one(book_id):
    book = Session.get(Book, book_id)
    if book is None:
        return jsonify(error="no such book"), 404
    if request.method == "PUT":
        book.title = request.get_json()["title"]
        Session.commit()
    elif request.method == "DELETE":
        Session.delete(book)
        Session.commit()
        return "", 204
    return jsonify(title=book.title, year=book.year)


@books.route("/", methods=["POST"])
def create():
    data = request.get_json()
    book = Book(title=data["title"], year=1999, author_id=1)
    Session.add(book)
    Session.commit()
    logging.getLogger("api").error("book %s created", book.id)
    return jsonify(id=book.id), 201, {"Location": "/books/%d" % book.id}


app = Flask(__name__)
app.json.sort_keys = False
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
app.url_map.converters["year"] = YearConverter


@app.before_request
def first():
    g.trail = ["first"]


@app.before_request
def second():
    g.trail.append("second")


@app.after_request
def show_trail(response):
    response.headers["X-Trail"] = ",".join(g.get("trail", ["?"]))
    return response


@app.teardown_appcontext
def remove_session(error):
    Session.remove()


@app.errorhandler(HTTPException)
def http_error(error):
    return jsonify(error=error.name), error.code


@app.errorhandler(Teapot)
def teapot(error):
    return jsonify(error="teapot"), 418


@app.route("/tea")
def tea():
    raise Teapot


@app.route("/authors")
def authors():
    names = Session.execute(select(Author.name).join(Author.books).distinct().order_by(Author.name)).scalars()
    return jsonify(list(names))


@app.route("/search")
def search():
    words = request.args.get("q", "")
    return jsonify(q=words, found=Session.query(Book).filter(Book.title.like("%" + words + "%")).count())


@app.route("/old")
def old():
    return "", 301, {"Location": "/books/"}


app.register_blueprint(books)
