from flask import Blueprint, g, jsonify, redirect, render_template, request, session, url_for

from catalogue import PRODUCTS

bp = Blueprint("main", __name__)

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


@bp.app_errorhandler(404)
def missing(error):
    return "nothing here", 404


@bp.route("/users/<name>")
def show_user(name):
    return USERS[name]["name"]


@bp.route("/users")
def list_users():
    return jsonify(sorted(USERS))
