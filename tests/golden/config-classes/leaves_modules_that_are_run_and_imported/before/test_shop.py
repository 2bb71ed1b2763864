from shop.app import app


def test_it():
    assert app.config["COLOUR"] == "red"
