from flask import url_for

from core import app


@app.route("/")
def index():
    return url_for("index")
