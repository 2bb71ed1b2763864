from flask import redirect, session, url_for

from shop import app


@app.route("/cart")
def show_cart():
    return str(session.get("items", 0))


@app.route("/cart/add", methods=["POST"])
def add_to_cart():
    session["items"] = session.get("items", 0) + 1
    return redirect(url_for("show_cart"))


@app.context_processor
def cart_size():
    return {"cart_size": session.get("items", 0)}
