from flask import Flask, g


def create_app():
    app = Flask(__name__)
    app.before_request(prepare_1)
    app.before_request(prepare)
    app.register_error_handler(404, failed_404)
    app.register_error_handler(410, failed_405)
    app.register_error_handler(405, failed_405)
    app.register_error_handler(500, failed)
    register_routes(app)
    app.register_error_handler(406, missing)
    return app


def register_routes(app):
    app.add_url_rule("/", view_func=index)
    app.add_url_rule("/missing", view_func=missing_1, methods=["GET", "POST"])


def prepare():
    g.steps = ["first"]


prepare_1 = prepare


def prepare():
    g.steps.append("second")


def failed(error):
    return "not found", 404


failed_404 = failed


def failed(error):
    return "not today", error.code


failed_405 = failed


def failed(error):
    return "broken", 500


def index():
    return " ".join(g.steps)


def missing():
    return "a page about what is missing"


missing_1 = missing


def missing(error):
    return "not acceptable", 406


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
