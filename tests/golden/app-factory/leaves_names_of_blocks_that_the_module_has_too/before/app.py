import logging

from flask import Flask

app = Flask(__name__)

if app.debug:
    import logging
    app.logger.addHandler(logging.NullHandler())

app.logger.setLevel(logging.INFO)


@app.route('/')
def index():
    return 'index'
