import datetime

from flask import Blueprint, jsonify, redirect, url_for

bp = Blueprint("orders", __name__)

ORDERS = []
NEXT_NUMBER = 1


# Orders are numbered from one.
def next_number():
    global NEXT_NUMBER
    NEXT_NUMBER += 1
    return NEXT_NUMBER - 1


@bp.route("/orders")
def list_orders():
    return jsonify([order["number"] for order in ORDERS])


@bp.route("/orders/<name>", methods=["POST"])
def order_product(name):
    ORDERS.append({"number": next_number(), "at": datetime.date.today().isoformat()})
    return redirect(url_for("orders.list_orders"))
