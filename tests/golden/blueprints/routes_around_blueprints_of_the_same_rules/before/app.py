from flask import Blueprint, Flask, url_for

app = Flask(__name__)
users = Blueprint("users", __name__, url_prefix="/users")


@users.route("/<name>")
def profile(name):
    return url_for("page", name=name)


@app.route("/<name>")
def page(name):
    return name


app.register_blueprint(users)


@app.route("/end")
def end():
    return url_for("users.profile", name="x")
