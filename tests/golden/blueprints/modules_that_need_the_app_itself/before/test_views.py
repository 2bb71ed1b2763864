from views import about, app, index


def test_index():
    assert app.test_client().get("/").data == b"Hello world /about"
