import os
import tempfile

import pytest

import flaskr
from flask import url_for


@pytest.fixture
def client():
    _, flaskr.app.config["DATABASE"] = tempfile.mkstemp()
    yield flaskr.app.test_client()
    os.unlink(flaskr.app.config["DATABASE"])


def test_redirect(client):
    response = client.get("/logout")
    with flaskr.app.test_request_context():
        assert response.headers["Location"].endswith(url_for("main.show_entries"))
