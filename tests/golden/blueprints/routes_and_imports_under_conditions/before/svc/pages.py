from flask import current_app, url_for
from svc import app

NAME = current_app.name


@app.route("/page")
def page():
    return NAME + url_for("index") + url_for("more")
