from shop import app


def test_index(client):
    assert client.get("/").data == b"EUR"
    assert app.config["TESTING"]
