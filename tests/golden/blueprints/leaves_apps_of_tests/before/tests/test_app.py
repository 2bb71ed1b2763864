from flask import Flask, url_for

app = Flask(__name__)


@app.route("/")
def index():
    return url_for("index")


def test_index():
    assert app.test_client().get("/").data == b"/"
