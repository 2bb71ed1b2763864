from flask import Flask, g

app = Flask(__name__)


@app.before_request
def start():
    g.started = True


@app.errorhandler(404)
def missing(error):
    return "missing", 404


@app.cli.command()
def hello():
    print("hello")
