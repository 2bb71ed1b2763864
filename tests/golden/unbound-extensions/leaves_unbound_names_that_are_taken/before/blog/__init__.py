from flask import Flask
from flask_moment import Moment

app = Flask(__name__)
moment = Moment()
moment.init_app(app)
