from app import create_app


def test_name():
    client = create_app({'NAME': 'x'}).test_client()
    assert client.get('/').data == b'x'
