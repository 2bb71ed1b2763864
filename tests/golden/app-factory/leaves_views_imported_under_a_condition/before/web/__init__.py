import os

from flask import Flask

app = Flask(__name__)

if os.environ.get('ADMIN'):
    from web import admin


@app.route('/')
def index():
    return 'index'
