from flask import Flask, current_app


def create_app():
    app = Flask(__name__)
    app.config["CURRENCY"] = "EUR"
    app.add_url_rule("/", view_func=index)
    return app


def index():
    return current_app.config["CURRENCY"]
