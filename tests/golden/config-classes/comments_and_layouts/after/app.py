from flask import Flask

from config import get_config

app = Flask(__name__)

app.config.from_object(get_config())
app.config["OFFSET"] = -1; app.config["STEP"] = +2.5


@app.route("/")
def index():
    return app.config["FOOTER"] + app.config["HELP"] + str(app.config["OFFSET"])
