from flask import Blueprint, url_for

bp = Blueprint("main", __name__)


@bp.route("/")
def index():
    return url_for("main.index")
