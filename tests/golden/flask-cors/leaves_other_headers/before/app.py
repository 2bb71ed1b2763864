from flask import Flask, make_response
from flask_cors import CORS

app = Flask(__name__)
CORS(app, allow_headers=["Content-Type"], expose_headers=["X-Shop"])


def answer(text, headers=None):
    return make_response(text, headers)


@app.route("/")
def index():
    return answer("hello", headers={"X-Shop": "1"})
