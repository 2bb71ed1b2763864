from flask import Blueprint, Flask, url_for

bp = Blueprint("main", __name__)

app = Flask(__name__)
users = Blueprint("users", __name__, url_prefix="/users")


@users.route("/<name>")
def profile(name):
    return url_for("main.page", name=name)


@bp.route("/<name>")
def page(name):
    return name


app.register_blueprint(users)


@bp.route("/end")
def end():
    return url_for("users.profile", name="x")


app.register_blueprint(bp)
