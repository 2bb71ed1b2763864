from flask import Flask


def create_app():
    app = Flask(__name__)

    from app import register as register_app
    register_app(app)
    return app


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
