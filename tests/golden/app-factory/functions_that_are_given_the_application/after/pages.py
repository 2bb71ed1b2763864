import sqlite3

from flask import Flask, current_app


def create_app():
    app = Flask(__name__)
    app.config["DATABASE"] = ":memory:"
    configure(app, "A site")
    app.add_url_rule("/", view_func=index)
    return app


def configure(app, title):
    app.config["TITLE"] = title


def init_db(app):
    with app.app_context():
        connection = sqlite3.connect(app.config["DATABASE"])
        connection.execute("create table if not exists page (title text)")


def main(app, port=5000):
    init_db(app)
    app.run(port=port)


def index():
    return current_app.config["TITLE"]


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if __name__ == "__main__":
    app = create_app()
    main(app)
