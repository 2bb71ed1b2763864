import pytest
from sqlalchemy.orm import scoped_session, sessionmaker

from shop import create_app
from shop.models import db as database


@pytest.fixture
def app():
    return create_app()


@pytest.fixture
def db(app):
    with app.app_context(), database.engine.connect() as connection:
        before = database.current
        database.current = scoped_session(sessionmaker(bind=connection))
        yield database
        database.current = before
