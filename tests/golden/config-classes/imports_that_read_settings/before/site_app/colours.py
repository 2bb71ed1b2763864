from site_app import app

SHAPE = app.config.get("SHAPE", "none") + app.config["COLOUR"]


@app.route("/")
def index():
    return SHAPE
