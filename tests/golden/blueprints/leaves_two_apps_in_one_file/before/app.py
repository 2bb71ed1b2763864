from flask import Flask, jsonify
from werkzeug.middleware.dispatcher import DispatcherMiddleware

app = Flask(__name__)
api = Flask("api")


@api.route("/hello/")
def hello():
    return jsonify(message="hello")


@app.route("/")
def index():
    return "index"


app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/api": api})

if __name__ == "__main__":
    app.run()
