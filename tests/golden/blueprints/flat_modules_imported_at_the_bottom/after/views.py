"""What everybody sees."""

from flask import Blueprint, url_for

bp = Blueprint("main", __name__)


@bp.route("/")
def index():
    return url_for("admin.dashboard")
