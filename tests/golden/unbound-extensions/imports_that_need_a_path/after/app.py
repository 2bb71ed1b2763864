import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'lib'))

from flask import Flask
from extensions import moment
import helping

app = Flask(__name__)
moment.init_app(app)


@app.route('/')
def index():
    return helping.text
