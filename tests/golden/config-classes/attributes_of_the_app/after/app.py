from flask import Flask, session

from config import get_config

app = Flask(__name__)
app.config.from_object(get_config())
app.url_map.strict_slashes = False


@app.route('/')
def index():
    session.permanent = True
    session['seen'] = 1
    return str(app.debug)
