from flask import Flask

import modules
from config import Config

app = Flask(__name__)
app.config.from_object(Config)


@app.route("/")
def index():
    return app.config["OWNER"] + modules.app.config["OWNER"]
