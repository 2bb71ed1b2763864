from flask import Flask
from flask_login import LoginManager
from flask_moment import Moment

from .extensions import db

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
db.init_app(app)
login_manager = LoginManager(app)
moment = Moment(app)

from . import views
