from flask import Flask

from site_app.config import get_config

app = Flask(__name__)
app.config.from_object(get_config())
from site_app import colours
app.config["SHAPE"] = "round"
from site_app import plain
app.logger.setLevel("INFO")
app.config["DEBUG"] = False
