from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_ipaddr, get_remote_address

app = Flask(__name__)
app.config.from_pyfile("settings.py")
limiter = Limiter(app, get_remote_address, headers_enabled=True)
by_claim = Limiter(key_func=get_ipaddr, global_limits=["1000 per day"])


@app.route("/")
@limiter.limit("2 per minute")
def index():
    return "hello"
