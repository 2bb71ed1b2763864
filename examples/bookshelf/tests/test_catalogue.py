def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.get_data(as_text=True)


def test_index_shows_the_first_page_in_order(client):
    text = page(client, '/')
    assert '<h1>6 books</h1>' in text
    first_page = text.split('<h2>Newest')[0]
    assert first_page.index('Emma') < first_page.index('Invisible Cities') < first_page.index('The Left Hand')
    assert 'The Summer Book' not in first_page
    assert 'The Summer Book' in page(client, '/?page=2').split('<h2>Newest')[0]


def test_a_page_that_does_not_exist_is_empty(client):
    assert '<li>' not in page(client, '/?page=9').split('<h2>Newest')[0]


def test_search_by_title_author_and_year(client):
    assert '2 found' in page(client, '/search?q=jane')
    assert '1 found' in page(client, '/search?q=CITIES')
    assert '2 found' in page(client, '/search?year=1972')
    assert '0 found' in page(client, '/search?q=jane&year=1972')
    text = page(client, '/search?order=year')
    assert '6 found' in text
    assert text.index('Emma') < text.index('Persuasion') < text.index('The Dispossessed')


def test_book_page(client):
    text = page(client, '/books/1')
    assert '0 of 1 on the shelf, lent 2 times' in text
    assert 'Last lent on' in text
    assert '4.5 stars' in text
    similar = text.split('<h2>Similar')[1]
    assert similar.count('<li>') == 3
    assert 'The Dispossessed' in similar
    page(client, '/books/99', status=404)


def test_authors(client):
    text = page(client, '/authors')
    assert text.index('Italo') < text.index('Jane') < text.index('Tove') < text.index('Ursula')
    assert 'Persuasion' in page(client, '/authors/Jane Austen')
    page(client, '/authors/Nobody', status=404)


def test_genres_are_in_the_navigation(client):
    text = page(client, '/genres/science fiction')
    assert text.count('/genres/') == 3
    assert text.count('<li>') == 2
    assert 'There is no such genre.' in page(client, '/genres/none', status=404)


def test_api(client):
    def get(url):
        return client.get(url).get_json()

    assert [book['title'] for book in get('/api/books?author=Jane Austen')] == ['Emma', 'Persuasion']
    assert [book['title'] for book in get('/api/books?genre=fantasy')] == ['Invisible Cities']
    assert len(get('/api/books?offset=4')) == 2
    assert get('/api/books/9780141439587') == {'id': 1, 'title': 'Emma', 'author': 'Jane Austen', 'year': 1815}
    assert client.get('/api/books/0').status_code == 404
    assert get('/api/decades/1970')['count'] == 3
    assert get('/api/decades/1970')['titles'][-1] == 'The Dispossessed'
    assert get('/api/titles')[0] == 'Emma'
    assert get('/api/years') == [1815, 1817, 1969, 1972, 1974]
    assert get('/api/first') == {'oldest': 1815, 'newest': 1974, 'any': True}
    assert len(get('/api/available')) == 4
    assert get('/api/classics') == ['Emma', 'Persuasion']
