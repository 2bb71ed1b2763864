from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
app.config["CORS_ALLOW_HEADERS"] = "Content-Type"
CORS(app, resources={r"/api/*": {"origins": "*"}})


@app.route("/api/x")
def x():
    return "hello"


@app.route("/api/y")
def y():
    return "hello"
