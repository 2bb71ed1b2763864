from app import COUNTS, app
from flask import Blueprint, url_for

bp = Blueprint("main", __name__)


@bp.before_app_request
def count():
    COUNTS["all"] = COUNTS.get("all", 0) + 1


@bp.route("/")
def index():
    return f"Hello {app.config['NAME']} {url_for('main.about')}"


@bp.route("/about")
def about():
    return str(COUNTS)


app.register_blueprint(bp)
