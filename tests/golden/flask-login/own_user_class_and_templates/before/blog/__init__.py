from flask import Flask
from flask.ext.login import LoginManager

app = Flask(__name__)
login_manager = LoginManager()
login_manager.setup_app(app)
login_manager.login_view = "login"

from blog import views  # noqa
