import os
import sys
from datetime import date, timedelta

import pytest
from werkzeug.security import generate_password_hash

# The app is built when it is imported, so the database must be known before.
os.environ['DATABASE_URL'] = 'sqlite://'
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import manage  # noqa: E402
from bookshelf import app, db  # noqa: E402
from bookshelf.models import Book, Loan, Member, Review  # noqa: E402

app.config['TESTING'] = True
app.config['WTF_CSRF_ENABLED'] = False

PASSWORD_HASH = generate_password_hash('secret', method='pbkdf2:sha256:1')


def make_member(name, librarian=False):
    member = Member(name=name, email=name.lower() + '@example.org', is_librarian=librarian)
    member.password_hash = PASSWORD_HASH
    db.session.add(member)
    return member


@pytest.fixture
def context():
    with app.app_context():
        db.create_all()
        manage.seed()
        ada = make_member('Ada', librarian=True)
        ben = make_member('Ben')
        make_member('Cleo')
        emma = Book.query.filter_by(title='Emma').one()
        cities = Book.query.filter_by(title='Invisible Cities').one()
        today = date.today()
        db.session.add_all([
            Loan(book=emma, member=ben, taken_on=today - timedelta(60), due_on=today - timedelta(39),
                 returned_on=today - timedelta(45)),
            Loan(book=emma, member=ben, taken_on=today - timedelta(30), due_on=today - timedelta(9)),
            Loan(book=cities, member=ada, taken_on=today, due_on=today + timedelta(21)),
            Review(book=emma, member=ben, stars=4, text='Witty.'),
            Review(book=emma, member=ada, stars=5, text='Again!'),
        ])
        db.session.commit()
        yield
        db.session.remove()
        db.drop_all()


@pytest.fixture
def client(context):
    return app.test_client()


@pytest.fixture
def login(client):
    def log_in(name):
        return client.post('/login', data={'email': name.lower() + '@example.org', 'password': 'secret'})
    return log_in
