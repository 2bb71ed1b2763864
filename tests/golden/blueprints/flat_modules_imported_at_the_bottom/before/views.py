"""What everybody sees."""

from app import app
from flask import url_for


@app.route("/")
def index():
    return url_for("dashboard")
