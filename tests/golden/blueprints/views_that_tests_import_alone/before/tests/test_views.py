from core import app
from views import index


def test_index():
    assert app.test_client().get("/").data == b"/"
