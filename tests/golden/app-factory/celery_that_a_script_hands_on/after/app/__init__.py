from app.api.pages import bp as pages
from app.api import create_app


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        from app.api import app

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def register(app):
    app.register_blueprint(pages)  # Everything that can be read.
