from flask import Blueprint, url_for

from core import app

bp = Blueprint("main", __name__)


@bp.route("/")
def index():
    return url_for("main.index")


app.register_blueprint(bp)
