import shop


def test_index(monkeypatch):
    shop.app = shop.app.test_client()
    assert shop.app.get('/').data == b'index'
