from flask import Flask

LIMIT = 3
app = Flask(__name__)
app.config['LIMIT'] = LIMIT
LIMIT = 4


@app.route('/')
def index():
    return str(LIMIT)
