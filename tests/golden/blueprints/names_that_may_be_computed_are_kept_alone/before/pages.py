from flask import redirect, request, url_for

from app import app


@app.route("/")
def index():
    return redirect(url_for("report_" + request.args.get("span", "day")))


@app.route("/report_of/<name>")
def report_of(name):
    return url_for("report_day") + url_for("index")
