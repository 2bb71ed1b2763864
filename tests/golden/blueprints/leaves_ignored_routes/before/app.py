from flask import Flask, url_for

app = Flask(__name__)


@app.route("/")  # flask-modernize: ignore[blueprints]
def index():
    return url_for("index")
