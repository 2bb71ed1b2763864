import os

from flask import Flask
from flask_migrate import Migrate
from flask_moment import Moment
from flask_openid import OpenID
from flask_sqlalchemy import SQLAlchemy

from .settings import here

app = Flask(__name__)
db = SQLAlchemy(app)
migrate = Migrate(app, db)
oid = OpenID(app, os.path.join(here, 'tmp'))
moment = Moment()
moment.init_app(app)
