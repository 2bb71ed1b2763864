from flask import Flask

import modules
from config import get_config

app = Flask(__name__)
app.config.from_object(get_config())


@app.route("/")
def index():
    return app.config["OWNER"] + modules.app.config["OWNER"]
