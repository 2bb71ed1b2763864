from flask import g, render_template, url_for

from pkg import app


@app.before_request
def count():
    g.steps.append("count")


@app.route("/")
def index():
    return url_for("made") + render_template("page.html", page="shown", steps=g.steps)


@app.route("/shown")
def shown():
    return "shown"
