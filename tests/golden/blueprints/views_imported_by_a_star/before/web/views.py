from flask import url_for

from . import app


@app.route('/')
def index():
    return url_for('page', name='x')
