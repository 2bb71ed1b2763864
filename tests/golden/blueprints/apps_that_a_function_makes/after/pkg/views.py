from flask import Blueprint, g, render_template, url_for

bp = Blueprint("main", __name__)


@bp.before_app_request
def count():
    g.steps.append("count")


@bp.route("/")
def index():
    return url_for("made") + render_template("page.html", page="shown", steps=g.steps)


@bp.route("/shown")
def shown():
    return "shown"
