from flask import Flask

app = Flask(__name__)
app.config["COLOUR"] = "red"  # flask-modernize: ignore[config-classes]
app.config["SHAPE"] = "round"


@app.route("/")
def index():
    return app.config["COLOUR"] + app.config["SHAPE"]
