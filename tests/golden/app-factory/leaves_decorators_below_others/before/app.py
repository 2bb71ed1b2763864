from functools import wraps

from flask import Flask, abort, request

app = Flask(__name__)


def login_required(view):
    @wraps(view)
    def wrapped():
        return view() if request.args.get('user') else abort(401)
    return wrapped


@login_required
@app.route('/')
def index():
    return 'everybody sees this'
