"""A shop in one file."""
import os

from flask import Blueprint, Flask, g, jsonify, redirect, render_template, request, session, url_for

from .orders import bp as orders_bp

bp = Blueprint("main", __name__)

app = Flask(__name__)
app.secret_key = "shop"
app.config["PER_PAGE"] = 2

from .catalogue import PRODUCTS  # noqa: E402

# Users are made when they log in.
USERS = {"ann": {"name": "Ann", "admin": True}}


def current_user():
    """The user of the session."""
    return USERS.get(session.get("user"))


@bp.before_app_request
def load_user():
    g.user = current_user()


@bp.route("/")
def index():
    return render_template("index.html", products=PRODUCTS)


@bp.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        session["user"] = request.form["name"]
        return redirect(url_for("products.list_products"))
    return "login"


# --- products


@bp.app_errorhandler(404)
def missing(error):
    return "nothing here", 404


@bp.route("/users/<name>")
def show_user(name):
    return USERS[name]["name"]


@bp.route("/users")
def list_users():
    return jsonify(sorted(USERS))


from .products import bp as products_bp

app.register_blueprint(bp)
app.register_blueprint(products_bp)
app.register_blueprint(orders_bp)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
