import click
from flask import Flask, current_app
from flask.cli import with_appcontext


def create_app(script_info=None):
    app = Flask(__name__, static_url_path="/files")

    @app.route("/name")
    def name():
        return current_app.name

    @app.cli.command("greet")
    @click.argument("name")
    @with_appcontext
    def greet(name):
        click.echo("%s greets %s" % (current_app.name, name))

    return app
