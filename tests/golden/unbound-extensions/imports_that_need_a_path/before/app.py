import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'lib'))

from flask import Flask
from flask_moment import Moment
import helping

app = Flask(__name__)
moment = Moment(app)


@app.route('/')
def index():
    return helping.text
