import click
from flask import Flask, current_app


def create_app():
    app = Flask(__name__, static_url_path="/files")

    @app.route("/name")
    def name():
        return current_app.name

    @app.cli.command("greet")
    @click.argument("name")
    def greet(name):
        click.echo("%s greets %s" % (current_app.name, name))

    return app
