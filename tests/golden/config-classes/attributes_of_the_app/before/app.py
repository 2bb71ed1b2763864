from datetime import timedelta

from flask import Flask, session

app = Flask(__name__)
app.secret_key = 'jose'
app.debug = True
app.testing = False
app.permanent_session_lifetime = timedelta(minutes=5)
app.url_map.strict_slashes = False


@app.route('/')
def index():
    session.permanent = True
    session['seen'] = 1
    return str(app.debug)
