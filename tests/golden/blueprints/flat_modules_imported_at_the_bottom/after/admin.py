from flask import Blueprint, redirect, url_for

bp = Blueprint("admin", __name__)

TITLE = "Administration"


@bp.route("/admin")
def dashboard():
    return TITLE + " " + url_for("main.index")


@bp.route("/admin/out")
def out():
    return redirect(url_for("main.index"))
