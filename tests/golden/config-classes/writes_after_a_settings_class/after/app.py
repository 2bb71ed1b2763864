from flask import Flask

from config import get_config

app = Flask(__name__)
app.config["EARLY"] = 1
app.config.from_object(get_config())
app.config["ROOT"] = app.root_path
app.logger.setLevel("INFO")
app.debug = True


@app.route("/")
def index():
    return app.config["OWNER"] + str(app.debug)
