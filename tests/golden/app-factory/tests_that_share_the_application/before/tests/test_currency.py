import shop


def test_currency(client):
    assert shop.app.config["CURRENCY"] == "EUR"
