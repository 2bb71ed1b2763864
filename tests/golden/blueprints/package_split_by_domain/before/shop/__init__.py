"""A shop in one file."""
import datetime
import json
import os

from flask import Flask, abort, g, jsonify, redirect, render_template, request, session, url_for

app = Flask(__name__)
app.secret_key = "shop"
app.config["PER_PAGE"] = 2

from .catalogue import PRODUCTS, find_product  # noqa: E402

ORDERS = []
NEXT_NUMBER = 1

# Users are made when they log in.
USERS = {"ann": {"name": "Ann", "admin": True}}


def current_user():
    """The user of the session."""
    return USERS.get(session.get("user"))


@app.before_request
def load_user():
    g.user = current_user()


@app.route("/")
def index():
    return render_template("index.html", products=PRODUCTS)


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        session["user"] = request.form["name"]
        return redirect(url_for("list_products"))
    return "login"


def paged(items):
    """The first page."""
    return items[: app.config["PER_PAGE"]]


# --- products


@app.route("/products")
def list_products():
    app.logger.debug("listing")
    return jsonify(paged(sorted(PRODUCTS)))


@app.route("/products/<name>")  # one of them
def show_product(name):
    product = find_product(name)
    if product is None:
        abort(404)
    return json.dumps(product) + url_for("order_product", name=name)


@app.errorhandler(404)
def missing(error):
    return "nothing here", 404


# Orders are numbered from one.
def next_number():
    global NEXT_NUMBER
    NEXT_NUMBER += 1
    return NEXT_NUMBER - 1


@app.route("/orders")
def list_orders():
    return jsonify([order["number"] for order in ORDERS])


@app.route("/orders/<name>", methods=["POST"])
def order_product(name):
    ORDERS.append({"number": next_number(), "at": datetime.date.today().isoformat()})
    return redirect(url_for("list_orders"))


@app.route("/users/<name>")
def show_user(name):
    return USERS[name]["name"]


@app.route("/users")
def list_users():
    return jsonify(sorted(USERS))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
