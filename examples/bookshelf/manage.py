"""python manage.py init | seed | check"""
import sys

from bookshelf import app, db
from bookshelf.models import Author, Book, Genre

BOOKS = [
    # author, title, year, isbn, genres
    ('Jane Austen', 'Emma', 1815, '9780141439587', ['novel']),
    ('Jane Austen', 'Persuasion', 1817, '9780141439686', ['novel']),
    ('Ursula K. Le Guin', 'The Dispossessed', 1974, '9780061054884', ['novel', 'science fiction']),
    ('Ursula K. Le Guin', 'The Left Hand of Darkness', 1969, '9780441478125', ['novel', 'science fiction']),
    ('Italo Calvino', 'Invisible Cities', 1972, '9780156453806', ['novel', 'fantasy']),
    ('Tove Jansson', 'The Summer Book', 1972, '9781590172681', ['novel']),
]


def seed():
    for name, title, year, isbn, genres in BOOKS:
        if Book.query.filter_by(isbn=isbn).first():
            continue
        book = Book(title=title, year=year, isbn=isbn, author=Author.named(name))
        for genre_name in genres:
            genre = Genre.query.filter_by(name=genre_name).first()
            book.genres.append(genre or Genre(name=genre_name))
        db.session.add(book)
        db.session.flush()
    db.session.commit()


def main(command):
    with app.app_context():
        db.create_all()
        if command == 'seed':
            seed()
        if command == 'check':
            print('%d books' % Book.query.count())


if __name__ == '__main__':
    main(sys.argv[1] if len(sys.argv) > 1 else 'init')
