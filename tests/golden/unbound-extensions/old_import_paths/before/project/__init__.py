# project/__init__.py


#################
#### imports ####
#################

import os

from flask import Flask
from flask.ext.login import LoginManager
from flask.ext.bcrypt import Bcrypt
from flaskext.mail import Mail
import flask_debugtoolbar


################
#### config ####
################

app = Flask(__name__)

app.config.from_object(os.environ['APP_SETTINGS'])

####################
#### extensions ####
####################

login_manager = LoginManager()
login_manager.init_app(app)
bcrypt = Bcrypt(app)
mail = Mail(app)
toolbar = flask_debugtoolbar.DebugToolbarExtension(app)


####################
#### blueprints ####
####################

from project.user.views import user_blueprint
app.register_blueprint(user_blueprint)
