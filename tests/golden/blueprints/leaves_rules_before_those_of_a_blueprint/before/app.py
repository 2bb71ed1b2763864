from flask import Blueprint, Flask

app = Flask(__name__)
users = Blueprint("users", __name__)


@users.route("/<name>")
def profile(name):
    return "user " + name


@app.route("/<page>")
def page(page):
    return "page " + page


app.register_blueprint(users)


@app.route("/end")
def end():
    return "end"
