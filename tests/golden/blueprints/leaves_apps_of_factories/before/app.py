from flask import Flask, url_for


def create_app():
    app = Flask(__name__)

    @app.route("/")
    def index():
        return url_for("index")

    return app


def register(app):
    @app.route("/more")
    def more():
        return "more"
