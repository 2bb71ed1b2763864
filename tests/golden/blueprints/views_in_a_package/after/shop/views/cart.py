from flask import Blueprint, redirect, session, url_for

bp = Blueprint("cart", __name__)


@bp.route("/cart")
def show_cart():
    return str(session.get("items", 0))


@bp.route("/cart/add", methods=["POST"])
def add_to_cart():
    session["items"] = session.get("items", 0) + 1
    return redirect(url_for("cart.show_cart"))


@bp.app_context_processor
def cart_size():
    return {"cart_size": session.get("items", 0)}
