from flask import Blueprint, Flask, g

bp = Blueprint("main", __name__)

app = Flask(__name__)


class Counter:
    def __init__(self, app):
        app.before_request(self.start)
        app.context_processor(dict)

    def start(self):
        g.steps = getattr(g, "steps", []) + ["counter"]


@app.before_request
def first():
    g.steps = ["first"]


counter = Counter(app)


@app.before_request
def second():
    g.steps.append("second")


import audit

app.register_blueprint(audit.bp)


@bp.before_app_request
def third():
    g.steps.append("third")


@bp.route("/")
def index():
    return " ".join(g.steps)


@bp.after_app_request
def last(response):
    response.headers["X-Last"] = "1"
    return response


app.register_blueprint(bp)
