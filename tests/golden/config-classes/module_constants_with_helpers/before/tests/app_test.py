from project.app import app


def test_index():
    app.config["TESTING"] = True
    assert app.test_client().get("/").status_code == 200
