from flask import Flask

app = Flask(__name__)
app.config["COLOUR"] = "red"
from site_app import colours
app.config["SHAPE"] = "round"
from site_app import plain
app.config["SIZE"] = 3
app.logger.setLevel("INFO")
app.config["DEBUG"] = False
