import random
import subprocess

from flask import Flask

from helpers import version

app = Flask(__name__)
counter = 0
counter += 1


def colour():
    return "red"


app.config["COLOUR"] = colour()
app.config["VERSION"] = version()
app.config["REVISION"] = subprocess.check_output(["git", "rev-parse", "HEAD"])
app.config["LENGTH"] = len(app.config)
app.config["NAME"] = app.name
app.config["FILE"] = __file__
app.config["TEXT"] = open("text").read()
app.config["WALRUS"] = (size := 3)
