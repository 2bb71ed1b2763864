from threading import Thread, Timer

from flask import Blueprint, Flask, Response

app = Flask(__name__)
app.config["ITEMS"] = ["b", "a"]
app.config["WEIGHTS"] = {"a": 1, "b": 2}

bp = Blueprint("main", __name__)
done = []


def work(app, item):
    with app.app_context():
        done.append((app.name, item))


@bp.route("/thread")
def thread():
    worker = Thread(target=work, args=(app, "x"))
    worker.start()
    worker.join()
    return str(done.pop())


@bp.route("/later")
def later():
    """Starts a function of its own."""

    def run():
        with app.app_context():
            done.append(app.config["ITEMS"])

    timer = Timer(0, run)
    timer.start()
    timer.join()
    return str(done.pop())


@bp.route("/stream")
def stream():
    def generate():
        for item in app.config["ITEMS"]:
            yield item

    return Response(generate())


@bp.route("/sorted")
def in_order():
    return ",".join(sorted(app.config["ITEMS"], key=lambda item: app.config["WEIGHTS"][item]))


app.register_blueprint(bp)
