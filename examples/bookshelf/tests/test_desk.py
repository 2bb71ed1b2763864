from datetime import date

from bookshelf import db
from bookshelf.models import Book, Loan, Member, Review
from bookshelf.reports import figures, sleepers, stars_by_author, top_books


def test_only_librarians(client, login):
    assert client.get('/desk').status_code == 302
    login('Ben')
    assert client.get('/desk').status_code == 403


def test_desk(client, login):
    login('Ada')
    text = client.get('/desk').get_data(as_text=True)
    assert '2 books are out' in text
    assert 'Emma: Ben' in text
    assert text.index('Ada (1)') < text.index('Ben (1)') < text.index('Cleo (0)')


def test_lend_and_return(client, login):
    login('Ada')
    client.post('/desk/lend', data={'email': 'cleo@example.org', 'book_id': 2})
    loan = Loan.query.filter_by(book_id=2).one()
    assert loan.member.name == 'Cleo'
    assert loan.due_on == Loan.due_date()
    # The only copy is out now.
    client.post('/desk/lend', data={'email': 'ben@example.org', 'book_id': 2})
    assert Loan.query.filter_by(book_id=2).count() == 1
    assert client.post('/desk/return/%d' % loan.id).status_code == 302
    assert Loan.query.get(loan.id).returned_on == date.today()
    assert client.post('/desk/return/%d' % loan.id).status_code == 404
    assert client.post('/desk/lend', data={'email': 'nobody', 'book_id': 2}).status_code == 400
    assert client.post('/desk/lend', data={'email': 'ben@example.org', 'book_id': 99}).status_code == 400


def test_remind_once(client, login):
    login('Ada')
    assert '1 reminders sent.' in client.post('/desk/remind', follow_redirects=True).get_data(as_text=True)
    assert '0 reminders sent.' in client.post('/desk/remind', follow_redirects=True).get_data(as_text=True)


def test_forget(client, login):
    login('Ada')
    response = client.post('/desk/forget', data={'before': date.today().isoformat()}, follow_redirects=True)
    assert '1 loans forgotten.' in response.get_data(as_text=True)
    assert Loan.query.count() == 2


def test_add_a_book(client, login):
    login('Ada')
    data = {'title': 'Sanditon', 'author': 'Jane Austen', 'isbn': '9780192840905', 'year': 1925, 'copies': 2}
    assert client.post('/desk/books', data=data).status_code == 302
    assert Book.query.filter_by(title='Sanditon').one().author.name == 'Jane Austen'
    assert 'We have this book already.' in client.post('/desk/books', data=data).get_data(as_text=True)


def test_delete_or_withdraw(client, login):
    login('Ada')
    client.post('/desk/books/2/delete')
    assert db.session.get(Book, 2) is None
    client.post('/desk/books/1/delete')
    assert db.session.get(Book, 1).withdrawn
    assert Review.query.filter_by(book_id=1).count() == 2
    assert client.post('/desk/books/99/delete').status_code == 404


def test_reports(client, login):
    assert [(book.title, loans) for book, loans in top_books()] == [('Emma', 2), ('Invisible Cities', 1)]
    assert stars_by_author() == {'Jane Austen': 4.5}
    assert [member.name for member in sleepers()] == ['Cleo']
    assert figures() == {'books': 6, 'copies': 6, 'members': 2, 'reviewers': 2, 'longest': 25}
    login('Ada')
    text = client.get('/desk/report').get_data(as_text=True)
    assert 'Emma: 2' in text
    assert 'Never borrowed: Cleo' in text


def test_members(client):
    member = Member.query.filter_by(name='Ben').first()
    assert [loan.book.title for loan in member.open_loans()] == ['Emma']
    assert member.may_borrow()
    assert member.has_read(db.session.get(Book, 1))
    assert not member.has_read(db.session.get(Book, 2))
