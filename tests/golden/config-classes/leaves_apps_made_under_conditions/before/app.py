import os

from flask import Flask

if os.environ.get("SUBDOMAINS"):
    app = Flask(__name__, subdomain_matching=True)
else:
    app = Flask(__name__)
app.config["COLOUR"] = "red"
