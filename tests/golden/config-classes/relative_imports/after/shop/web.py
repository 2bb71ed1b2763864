from flask import Flask

from .config import get_config
from .prices import price

app = Flask(__name__)
app.config.from_object(get_config())


@app.route("/")
def index():
    return price() + app.config["CURRENCY"]
