import tempfile

import pytest

import flaskr

app = flaskr.create_app()


@pytest.fixture
def client():
    app.config['DATABASE'] = tempfile.mktemp()
    flaskr.init_db(app)
    return app.test_client()


def test_empty(client):
    assert client.get('/').data == b'0'
