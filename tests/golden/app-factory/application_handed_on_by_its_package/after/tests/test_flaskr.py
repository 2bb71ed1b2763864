import pytest
from flaskr import flaskr

app = flaskr.create_app()


@pytest.fixture
def client():
    app.config['TESTING'] = True
    with app.app_context():
        flaskr.init_db()
    return app.test_client()


def test_empty_db(client):
    rv = client.get('/')
    assert rv.data == b''
    assert app.config['SECRET_KEY'] == 'development key'
