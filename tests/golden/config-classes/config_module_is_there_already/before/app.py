from flask import Flask

from config import LIMIT

app = Flask(__name__)
app.config['SECRET_KEY'] = 'xyz'


@app.route('/')
def index():
    return str(LIMIT)
