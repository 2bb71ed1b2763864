from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config.update(SECRET_KEY='secret', SQLALCHEMY_DATABASE_URI='sqlite://')
db = SQLAlchemy(app)

import backend.main
