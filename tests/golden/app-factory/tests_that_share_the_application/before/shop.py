from flask import Flask

app = Flask(__name__)
app.config["CURRENCY"] = "EUR"


@app.route("/")
def index():
    return app.config["CURRENCY"]
