from flask import Blueprint, render_template, url_for

from shop.helpers import cart_link

bp = Blueprint("products", __name__)


@bp.route("/")
def index():
    return render_template("index.html", cart=cart_link())


@bp.route("/products/<int:number>")
def product(number):
    return url_for("products.product", number=number + 1)
