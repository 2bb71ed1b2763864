import pytest
from sqlalchemy.orm import scoped_session, sessionmaker

from shop import create_app
from shop.models import db as made


@pytest.fixture
def app():
    return create_app()


@pytest.fixture
def database(app):
    with app.app_context():
        yield made


@pytest.fixture
def db(database):
    with database.engine.connect() as connection:
        before = database.current
        database.current = scoped_session(sessionmaker(bind=connection))
        yield database
        database.current = before
