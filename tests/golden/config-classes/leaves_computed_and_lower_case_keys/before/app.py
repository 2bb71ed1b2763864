import os

from flask import Flask

app = Flask(__name__)
app.config["colour"] = "red"
app.config["Mixed"] = 1
app.config["A B"] = 1
app.config[os.sep] = 2
for key in ("A", "B"):
    app.config[key] = key
app.config.update(os.environ)
app.config.update(lower=1)
