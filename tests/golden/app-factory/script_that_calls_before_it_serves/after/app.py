import os
import sqlite3

from flask import Flask

connection = None


def create_app():
    global connection
    app = Flask(__name__)
    app.config["DATABASE"] = ":memory:"

    connection = sqlite3.connect(app.config["DATABASE"], check_same_thread=False)
    app.add_url_rule("/", view_func=index)
    return app


def create_tables():
    connection.execute("create table if not exists note (body text)")


def index():
    return str(connection.execute("select count(*) from note").fetchone())


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if __name__ == "__main__":
    app = create_app()
    create_tables()
    app.run(port=int(os.environ.get("PORT", 5000)))
