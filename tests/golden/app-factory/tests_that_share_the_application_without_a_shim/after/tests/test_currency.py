import shop

app = shop.create_app()


def test_currency():
    assert app.config["CURRENCY"] == "EUR"
