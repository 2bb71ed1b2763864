from flask import Flask

app = Flask(__name__)
app.config["SEEN"] = []
app.config["COUNTS"] = {}


@app.route("/<name>")
def index(name):
    app.config["SEEN"].append(name)
    app.config["COUNTS"][name] = 1
    return ""
