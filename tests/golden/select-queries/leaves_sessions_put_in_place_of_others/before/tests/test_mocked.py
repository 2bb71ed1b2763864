from unittest.mock import MagicMock

from mocked import app, db


def test_index():
    db.session = MagicMock()
    assert app.test_client().get("/").status_code == 200
