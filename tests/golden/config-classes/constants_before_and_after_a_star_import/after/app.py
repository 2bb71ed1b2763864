from flask import Flask

from config import get_config

COLOUR = "red"
try:
    from local_settings import *
except ImportError:
    pass

app = Flask(__name__)
app.config.from_object(__name__)
app.config.from_object(get_config())


@app.route("/")
def index():
    return app.config["COLOUR"] + app.config["SHAPE"]
