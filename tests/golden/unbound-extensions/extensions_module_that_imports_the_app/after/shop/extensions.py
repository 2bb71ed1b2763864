from flask_moment import Moment
from flask_sqlalchemy import SQLAlchemy

from shop import app

db = SQLAlchemy()
db.init_app(app)
moment = Moment()
moment.init_app(app)
