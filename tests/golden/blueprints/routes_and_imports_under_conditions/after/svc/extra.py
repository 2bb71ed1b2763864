from flask import Blueprint

bp = Blueprint("extra", __name__)


@bp.route("/more")
def more():
    return "more"
