from flask import Flask
from flask_plain import Plain

from extensions import fancy

app = Flask(__name__)
fancy.init_app(app, colour='red')
Plain(app)
