from threading import Thread, Timer

from flask import Blueprint, Flask, Response, current_app

bp = Blueprint("main", __name__)
done = []


def create_app():
    app = Flask(__name__)
    app.config["ITEMS"] = ["b", "a"]
    app.config["WEIGHTS"] = {"a": 1, "b": 2}
    app.register_blueprint(bp)
    return app


def work(app, item):
    with app.app_context():
        done.append((app.name, item))


@bp.route("/thread")
def thread():
    worker = Thread(target=work, args=(current_app._get_current_object(), "x"))
    worker.start()
    worker.join()
    return str(done.pop())


@bp.route("/later")
def later():
    """Starts a function of its own."""

    app = current_app._get_current_object()

    def run():
        with app.app_context():
            done.append(app.config["ITEMS"])

    timer = Timer(0, run)
    timer.start()
    timer.join()
    return str(done.pop())


@bp.route("/stream")
def stream():
    app = current_app._get_current_object()

    def generate():
        for item in app.config["ITEMS"]:
            yield item

    return Response(generate())


@bp.route("/sorted")
def in_order():
    return ",".join(sorted(current_app.config["ITEMS"], key=lambda item: current_app.config["WEIGHTS"][item]))


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
