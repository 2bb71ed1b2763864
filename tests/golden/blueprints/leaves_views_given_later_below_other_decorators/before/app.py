from flask import Flask, url_for

app = Flask(__name__)
SEEN = []


def seen(view):
    SEEN.append(view)
    return view


app.add_url_rule("/late", endpoint="late")


@seen
@app.route("/")
def index():
    return url_for("late")


@app.endpoint("late")
def late_view():
    return "late"
