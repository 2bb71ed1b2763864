from bookshelf.models import Book, Member, Review


def test_register_and_log_in(client):
    data = {'name': 'Dora', 'email': 'dora@example.org', 'password': 'cat', 'password2': 'cat'}
    assert client.post('/register', data=data).status_code == 302
    assert not Member.query.filter_by(email='dora@example.org').one().is_librarian
    assert 'different email' in client.post('/register', data=data).get_data(as_text=True)
    response = client.post('/login', data={'email': 'dora@example.org', 'password': 'cat'})
    assert response.location == '/my/loans'


def test_wrong_password(client, login):
    response = client.post('/login', data={'email': 'ben@example.org', 'password': 'no'}, follow_redirects=True)
    assert 'Wrong email or password.' in response.get_data(as_text=True)


def test_my_loans(client, login):
    assert client.get('/my/loans').location.startswith('/login')
    login('Ben')
    text = client.get('/my/loans').get_data(as_text=True)
    assert text.count('Emma') == 2
    client.get('/logout')
    assert client.get('/my/loans').status_code == 302


def test_only_readers_review(client, login):
    login('Ben')
    client.post('/books/2', data={'stars': 1, 'text': 'Never read it.'})
    assert Review.query.count() == 2
    client.post('/books/1', data={'stars': 3, 'text': 'Second time.'})
    assert [review.text for review in Book.query.get(1).reviews] == ['Witty.', 'Again!', 'Second time.']
