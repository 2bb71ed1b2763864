from flask import Flask

from .prices import price

app = Flask(__name__)
app.config["CURRENCY"] = "EUR"


@app.route("/")
def index():
    return price() + app.config["CURRENCY"]
