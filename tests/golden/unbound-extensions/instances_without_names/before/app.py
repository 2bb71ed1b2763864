"""A page behind forms."""

from flask import Flask
from flask_cors import CORS
from flask_wtf.csrf import CSRFProtect

application = app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'
CORS(app, resources={r'/api/*': {'origins': '*'}})
CSRFProtect(application)


@app.route('/api/', methods=['GET', 'POST'])
def index():
    return {'ok': True}
