from flask import Blueprint, current_app

bp = Blueprint("pages", __name__)


@bp.route("/")
def index():
    return f"{current_app.name} {len('four')}"
