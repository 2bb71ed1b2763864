"""python manage.py init | seed"""
import sys

from shelf import app, db
from shelf.models import Book


def seed():
    db.session.add(Book(title='Emma'))
    db.session.commit()


def main(command):
    with app.app_context():
        db.create_all()
        if command == 'seed':
            seed()


if __name__ == '__main__':
    main(sys.argv[1] if len(sys.argv) > 1 else 'init')
