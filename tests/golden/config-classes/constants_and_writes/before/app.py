from flask import Flask

SECRET_KEY = "development key"
THEME = "light"

app = Flask(__name__)
app.config.from_object(__name__)
app.config["OWNER"] = "ann"
app.config["THEME"] = "dark"


@app.route("/")
def index():
    return app.config["OWNER"] + app.config["THEME"]
