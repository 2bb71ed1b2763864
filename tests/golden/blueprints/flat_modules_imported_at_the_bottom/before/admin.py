from flask import redirect, url_for

from app import app

TITLE = "Administration"


@app.route("/admin")
def dashboard():
    return TITLE + " " + url_for("index")


@app.route("/admin/out")
def out():
    return redirect(url_for("index"))
