from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = "s"
app.config["OWNER"] = "ann"


@app.route("/")
def index():
    return app.config["OWNER"]
