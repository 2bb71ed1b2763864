from flask import Flask
from flask_cors import CORS
from flask_wtf.csrf import CSRFProtect

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'
CSRFProtect(app)
CORS(app)


def csrf():
    return 'csrf'


@app.route('/')
def index():
    return csrf()
