from flask import Flask

from config import Config

app = Flask(__name__)
app.config["EARLY"] = 1
app.config.from_object(Config)
# who may log in
app.config["OWNER"] = "ann"
app.config["MAIL_USE_TLS"] = True  # always
app.config["ROOT"] = app.root_path
app.logger.setLevel("INFO")
app.debug = True
app.config.update(SHAPE="round", COLOUR="red")


@app.route("/")
def index():
    return app.config["OWNER"] + str(app.debug)
