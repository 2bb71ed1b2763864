from flask_login import LoginManager
from flask_moment import Moment
from flask_sqlalchemy import SQLAlchemy

# The database
db = SQLAlchemy()
login_manager = LoginManager()
moment = Moment()
