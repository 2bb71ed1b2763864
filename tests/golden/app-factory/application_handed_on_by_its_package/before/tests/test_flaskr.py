import pytest
from flaskr import flaskr


@pytest.fixture
def client():
    flaskr.app.config['TESTING'] = True
    with flaskr.app.app_context():
        flaskr.init_db()
    return flaskr.app.test_client()


def test_empty_db(client):
    rv = client.get('/')
    assert rv.data == b''
    assert flaskr.app.config['SECRET_KEY'] == 'development key'
