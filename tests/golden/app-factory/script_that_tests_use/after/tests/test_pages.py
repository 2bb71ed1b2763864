def test_index(client):
    assert client.get('/').data == b'Books - Shelf'
