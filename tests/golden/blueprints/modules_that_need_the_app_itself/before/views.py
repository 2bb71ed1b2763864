from app import COUNTS, app
from flask import url_for


@app.before_request
def count():
    COUNTS["all"] = COUNTS.get("all", 0) + 1


@app.route("/")
def index():
    return f"Hello {app.config['NAME']} {url_for('about')}"


@app.route("/about")
def about():
    return str(COUNTS)
