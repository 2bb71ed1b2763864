from flask import Flask, g


def create_app(name="pkg"):
    app = Flask(name)

    @app.before_request
    def start():
        g.steps = ["start"]

    @app.route("/made")
    def made():
        return "made"

    return app


app = create_app()

from pkg import views
