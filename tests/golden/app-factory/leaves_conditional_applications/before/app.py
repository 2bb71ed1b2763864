import os

from flask import Flask

if os.environ.get('STATIC'):
    app = Flask(__name__, static_folder=os.environ['STATIC'])
else:
    app = Flask(__name__)


@app.route('/')
def index():
    return 'index'
