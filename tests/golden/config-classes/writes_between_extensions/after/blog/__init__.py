from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_login import LoginManager

from blog.config import get_config

app = Flask(__name__)
app.config.from_object(get_config())
db = SQLAlchemy(app)
login_manager = LoginManager(app)
login_manager.login_view = 'login'
app.config['SQLALCHEMY_ECHO'] = True

from blog import routes
