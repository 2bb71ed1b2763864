from flask import Flask, redirect, request, url_for

app = Flask(__name__)
VIEWS = []


def remember(function):
    VIEWS.append(function)
    return lambda *args: function(*args)


@remember
@app.route("/")
def index():
    return redirect(url_for(request.args["target"]))


@app.route("/two")
def two():
    return "two"
