from flask import Flask

COLOUR = "red"
try:
    from local_settings import *
except ImportError:
    pass
SHAPE = "round"

app = Flask(__name__)
app.config.from_object(__name__)


@app.route("/")
def index():
    return app.config["COLOUR"] + app.config["SHAPE"]
