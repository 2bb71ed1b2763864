from flask import Flask

from backend.extensions import db

app = Flask(__name__)
app.config.update(SECRET_KEY='secret', SQLALCHEMY_DATABASE_URI='sqlite://')
db.init_app(app)

import backend.main
