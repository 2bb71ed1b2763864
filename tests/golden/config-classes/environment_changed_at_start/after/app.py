import os

os.environ.setdefault('MAIL_SERVER', 'localhost')

from flask import Flask

import environment
from config import get_config

app = Flask(__name__)
app.config.from_object(get_config())
os.environ['LATE'] = 'late'
app.config['LATE'] = os.environ.get('LATE')


@app.route('/')
def index():
    return app.config['GREETING'] + app.config['LATE']
