import os
from flask import Flask

basedir = os.path.abspath(os.path.dirname(__file__))

app = Flask(__name__)
app.config['UPLOAD_FOLDER'] = os.path.join(basedir, 'uploads')
app.config['LOG_FILE'] = os.path.join(
    basedir, 'logs',
    'app.log')


@app.route('/')
def index():
    return str(app.config['UPLOAD_FOLDER'].startswith(basedir))
