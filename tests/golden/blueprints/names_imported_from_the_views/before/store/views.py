from flask import url_for
from store import app
LIMIT = 10

@app.route('/')
def index():
    return url_for('index')

@app.route('/two')
def two():
    return 'two'
