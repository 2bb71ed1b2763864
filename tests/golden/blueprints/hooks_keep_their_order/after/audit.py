from flask import Blueprint, g

bp = Blueprint("audit", __name__)


@bp.before_app_request
def audit():
    g.steps.append("audit")


@bp.route("/audit")
def show():
    return " ".join(g.steps)
