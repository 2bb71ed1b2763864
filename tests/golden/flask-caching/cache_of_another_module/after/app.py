from flask import Flask

from config import Config
from extensions import cache

app = Flask(__name__)
app.config.from_object(Config)
cache.init_app(app)


@app.route("/")
@cache.cached(timeout=50)
def index():
    return "x"
