from flask import Flask
from app_extensions import moment
from extensions import ALLOWED

app = Flask(__name__)
moment.init_app(app)


@app.route('/')
def index():
    return ','.join(ALLOWED)
