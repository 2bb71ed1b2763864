import os

from flask import Flask
from flask_moment import Moment
from flask_openid import OpenID
from flask_sqlalchemy import SQLAlchemy

from .extensions import migrate
from .settings import here

app = Flask(__name__)
db = SQLAlchemy()
db.init_app(app)
migrate.init_app(app, db)
oid = OpenID(fs_store_path=os.path.join(here, 'tmp'))
oid.init_app(app)
moment = Moment()
moment.init_app(app)
