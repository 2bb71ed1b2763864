from flask import Blueprint, url_for

app = Blueprint("pages", __name__)


@app.route("/")
def index():
    return url_for("pages.index")
