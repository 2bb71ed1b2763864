import shop


def test_products():
    assert shop.app.test_client().get("/products").json == ["bag", "cup"]
