import os
import sys

import pytest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import manage  # noqa: E402
from shelf import create_app, db  # noqa: E402

app = create_app()
app.config['TESTING'] = True


@pytest.fixture
def client():
    with app.app_context():
        db.create_all()
        manage.seed()
    return app.test_client()
