import os

from flask import Flask

os.environ.update(STAGE='one')

app = Flask(__name__)
app.config['STAGE'] = os.environ['STAGE']
app.config['OWNER'] = 'ann'


@app.route('/')
def index():
    return app.config['STAGE']
