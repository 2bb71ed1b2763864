from flask import Flask, g

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


@app.before_request
def third():
    g.steps.append("third")


@app.route("/")
def index():
    return " ".join(g.steps)


@app.after_request
def last(response):
    response.headers["X-Last"] = "1"
    return response
