from typing import Final

from flask import Flask, current_app

TITLE: Final = "annotated"


def create_app():
    app: Flask = Flask(__name__, static_folder=None)
    app.config.from_mapping(TITLE=TITLE)
    app.add_url_rule("/", view_func=index)
    return app


def index() -> str:
    return str(current_app.config["TITLE"])


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
