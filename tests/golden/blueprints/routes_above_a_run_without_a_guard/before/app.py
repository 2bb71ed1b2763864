from flask import Flask, url_for

app = Flask(__name__)


@app.route("/")
def index():
    return url_for("index")


app.run()


@app.route("/never")
def never():
    return "never"
