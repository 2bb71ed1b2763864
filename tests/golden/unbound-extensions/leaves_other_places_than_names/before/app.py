from flask import Flask
from flask_bcrypt import Bcrypt
from flask_login import LoginManager
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.db = SQLAlchemy(app)
extensions = [Mail(app), Bcrypt(app)]
first = second = LoginManager(app)


class Services:
    mail = Mail(app)


def setup(bcrypt=Bcrypt(app)):
    return bcrypt
