from core import app


def test_name():
    assert app.name == "core"
