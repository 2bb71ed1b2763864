from flask import g

from app import app


@app.before_request
def audit():
    g.steps.append("audit")


@app.route("/audit")
def show():
    return " ".join(g.steps)
