from flask import Flask
from flask_moment import Moment
from extensions import ALLOWED

app = Flask(__name__)
moment = Moment(app)


@app.route('/')
def index():
    return ','.join(ALLOWED)
