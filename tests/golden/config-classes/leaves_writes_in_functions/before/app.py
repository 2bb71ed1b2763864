from flask import Flask

app = Flask(__name__)


def set_up(debug):
    app.config["DEBUG"] = debug
    app.config["COLOUR"] = "red"


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "dev"
    return app
