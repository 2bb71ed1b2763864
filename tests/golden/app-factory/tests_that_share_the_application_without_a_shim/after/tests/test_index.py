from shop import create_app

app = create_app()


def test_index():
    assert app.test_client().get("/").data == b"EUR"
