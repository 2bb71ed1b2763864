from flask.ext.bcrypt import Bcrypt
from flask.ext.login import LoginManager
from flask_debugtoolbar import DebugToolbarExtension
from flaskext.mail import Mail

login_manager = LoginManager()
bcrypt = Bcrypt()
mail = Mail()
toolbar = DebugToolbarExtension()
