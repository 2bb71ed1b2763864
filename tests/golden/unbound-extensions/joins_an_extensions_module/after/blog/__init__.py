from flask import Flask

from .extensions import db, login_manager, moment

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
db.init_app(app)
login_manager.init_app(app)
moment.init_app(app)

from . import views
