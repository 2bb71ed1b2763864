from flask import Blueprint, current_app, url_for

bp = Blueprint("pages", __name__)

NAME = current_app.name


@bp.route("/page")
def page():
    return NAME + url_for("main.index") + url_for("extra.more")
