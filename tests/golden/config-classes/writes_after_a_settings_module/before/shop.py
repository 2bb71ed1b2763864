from flask import Flask

app = Flask(__name__)
app.config.from_object("settings")
app.config["COLOUR"] = "red"
app.config["SIZE"] = None


@app.route("/")
def index():
    return app.config["OWNER"] + app.config["COLOUR"]
