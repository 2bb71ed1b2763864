from flask import Flask
from flask_sqlalchemy import SQLAlchemy


def page_title(name):
    return '%s - %s' % (name, app.config['TITLE'])


db = SQLAlchemy()
app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///:memory:'
app.config['TITLE'] = 'Shelf'
db.init_app(app)

from shelf import models, views  # noqa: E402,F401

app.register_blueprint(views.bp)
