import json

from flask import Blueprint, abort, current_app, jsonify, url_for

from .catalogue import PRODUCTS, find_product

bp = Blueprint("products", __name__)


def paged(items):
    """The first page."""
    return items[: current_app.config["PER_PAGE"]]


# --- products


@bp.route("/products")
def list_products():
    current_app.logger.debug("listing")
    return jsonify(paged(sorted(PRODUCTS)))


@bp.route("/products/<name>")  # one of them
def show_product(name):
    product = find_product(name)
    if product is None:
        abort(404)
    return json.dumps(product) + url_for("orders.order_product", name=name)
