import os

from flask import Flask
from flask_moment import Moment

if os.environ.get('FANCY'):
    app = Flask(__name__, static_folder='fancy')
else:
    app = Flask(__name__)

moment = Moment(app)
