from sanic import Sanic
import flask

app = Sanic(__name__)


@app.route("/")
def index():
    return flask.__name__
