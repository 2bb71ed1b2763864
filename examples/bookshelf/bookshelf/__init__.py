import os

from flask import Flask
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

basedir = os.path.abspath(os.path.dirname(__file__))

app = Flask(__name__)
app.config['SECRET_KEY'] = 'a-very-secret-shelf'
app.config['SQLALCHEMY_DATABASE_URI'] = os.environ.get('DATABASE_URL') or \
    'sqlite:///' + os.path.join(basedir, 'bookshelf.db')
app.config['SQLALCHEMY_TRACK_MODIFICATIONS'] = False
app.config['BOOKS_PER_PAGE'] = 5
app.config['LOAN_DAYS'] = 21
app.config['MAX_LOANS'] = 3

db = SQLAlchemy(app)
csrf = CSRFProtect(app)
login_manager = LoginManager(app)
login_manager.login_view = 'login'

from bookshelf import models, views, desk, api, reports  # noqa: E402,F401
