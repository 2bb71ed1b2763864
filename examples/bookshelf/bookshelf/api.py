from flask import jsonify, request

from bookshelf import app, db
from bookshelf.models import Author, Book, Genre, Loan


def book_json(book):
    return {'id': book.id, 'title': book.title, 'author': book.author.name, 'year': book.year}


def _between(first, last):
    # Both ends belong to it.
    return Book.query.filter(Book.year >= first, Book.year <= last)


@app.route('/api/books')
def api_books():
    query = Book.query
    if 'author' in request.args:
        query = query.join(Author).filter_by(name=request.args['author'])
    if 'genre' in request.args:
        query = query.filter(Book.genres.any(Genre.name == request.args['genre']))
    offset = request.args.get('offset', 0, type=int)
    return jsonify([book_json(book) for book in query.order_by(Book.id).offset(offset).limit(10)])


@app.route('/api/books/<isbn>')
def api_book(isbn):
    book = Book.query.filter_by(isbn=isbn).one_or_404()
    return jsonify(book_json(book))


@app.route('/api/decades/<int:decade>')
def api_decade(decade):
    books = _between(decade, decade + 9).order_by(Book.year)
    return jsonify(count=books.count(), titles=[book.title for book in books])


@app.route('/api/titles')
def api_titles():
    titles = Book.query.with_entities(Book.title).order_by(Book.title).all()
    return jsonify([title for (title,) in titles])


@app.route('/api/years')
def api_years():
    years = db.session.query(Book.year).distinct().order_by(Book.year)
    return jsonify([row.year for row in years])


@app.route('/api/first')
def api_first():
    oldest, newest = db.session.query(db.func.min(Book.year), db.func.max(Book.year)).first()
    return jsonify(oldest=oldest, newest=newest, any=Book.query.first() is not None)


@app.route('/api/available')
def api_available():
    lent = db.session.query(Loan.book_id).filter(Loan.returned_on.is_(None))
    books = Book.query.filter(Book.id.notin_(lent), ~Book.withdrawn).order_by(Book.title)
    return jsonify([book_json(book) for book in books])


@app.route('/api/classics')
def api_classics():
    # Old ones, and those that everybody borrows.
    old = Book.query.filter(Book.year < 1900)
    popular = Book.query.join(Loan).group_by(Book.id).having(db.func.count(Loan.id) >= 2)
    return jsonify(sorted(book.title for book in old.union(popular)))
