from flask import Flask

from clock import Clock

clock = Clock()
clock.add_bell("great")


def create_app():
    app = Flask(__name__)
    app.config["HOURS"] = 12
    clock.init_app(app)
    # Only now: it needs the hours.
    clock.start()
    app.add_url_rule("/", view_func=bells)
    return app


def bells():
    return ", ".join(clock.bells)


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
