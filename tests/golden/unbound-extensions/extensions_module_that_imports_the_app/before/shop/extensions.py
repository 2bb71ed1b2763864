from flask_moment import Moment
from flask_sqlalchemy import SQLAlchemy

from shop import app

db = SQLAlchemy(app)
Moment(app)
