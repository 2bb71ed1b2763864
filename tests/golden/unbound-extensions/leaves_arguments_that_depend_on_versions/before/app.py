from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from flask_security import Security

from stores import users

app = Flask(__name__)
babel = Babel(app, 'de')
migrate = Migrate(app)
security = Security(app, users)


def confirms():
    return security.confirmable
