from flask import Blueprint

from . import app

bp = Blueprint("pages", __name__)


@bp.route("/")
def index():
    return f"{app.name} {len('four')}"
