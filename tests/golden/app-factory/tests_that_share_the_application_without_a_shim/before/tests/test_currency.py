import shop


def test_currency():
    assert shop.app.config["CURRENCY"] == "EUR"
