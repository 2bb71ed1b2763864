import os

os.environ.setdefault('MAIL_SERVER', 'localhost')

from flask import Flask

import environment

app = Flask(__name__)
app.config['GREETING'] = os.environ.get('GREETING', 'nothing')
app.config['MAIL_SERVER'] = os.environ['MAIL_SERVER']
os.environ['LATE'] = 'late'
app.config['LATE'] = os.environ.get('LATE')
app.config['PAGES'] = 3


@app.route('/')
def index():
    return app.config['GREETING'] + app.config['LATE']
