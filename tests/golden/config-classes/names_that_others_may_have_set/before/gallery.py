import os

from flask import Flask

app = Flask(__name__)
app.config["USER"] = "ann"
app.config["PATH"] = "/pictures"
app.config["DEBUG"] = False
app.config["FLASK_DEBUG"] = "true"
app.config["COLOUR"] = "red"
app.config["DATABASE"] = None
app.config["AWS_REGION"] = "eu-1"


@app.route("/")
def index():
    return app.config["USER"] + app.config["PATH"] + os.environ.get("COLOUR", "no colour")
