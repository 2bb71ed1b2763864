from flask import Flask, g

app = Flask(__name__)


@app.before_request
def prepare():
    g.steps = ["first"]


@app.before_request
def prepare():
    g.steps.append("second")


@app.errorhandler(404)
def failed(error):
    return "not found", 404


@app.errorhandler(405)
@app.errorhandler(410)
def failed(error):
    return "not today", error.code


@app.errorhandler(500)
def failed(error):
    return "broken", 500


@app.route("/")
def index():
    return " ".join(g.steps)


@app.route("/missing", methods=["GET", "POST"])
def missing():
    return "a page about what is missing"


@app.errorhandler(406)
def missing(error):
    return "not acceptable", 406
