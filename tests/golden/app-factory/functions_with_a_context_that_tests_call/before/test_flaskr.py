import tempfile

import pytest

import flaskr


@pytest.fixture
def client():
    flaskr.app.config['DATABASE'] = tempfile.mktemp()
    flaskr.init_db()
    return flaskr.app.test_client()


def test_empty(client):
    assert client.get('/').data == b'0'
