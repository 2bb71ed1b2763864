from flask import Blueprint, render_template

bp = Blueprint("people", __name__)


@bp.route("/users")
def users():
    return render_template("users.html")
