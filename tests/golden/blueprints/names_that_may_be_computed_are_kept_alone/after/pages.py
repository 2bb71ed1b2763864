from flask import redirect, request, url_for


def index():
    return redirect(url_for("report_" + request.args.get("span", "day")))


def report_of(name):
    return url_for("report_day") + url_for("index")


def register_routes(app):
    app.add_url_rule("/", view_func=index)
    app.add_url_rule("/report_of/<name>", view_func=report_of)
