# project/__init__.py


#################
#### imports ####
#################

import os

from flask import Flask

from project.extensions import bcrypt, login_manager, mail, toolbar


################
#### config ####
################

app = Flask(__name__)

app.config.from_object(os.environ['APP_SETTINGS'])

####################
#### extensions ####
####################

login_manager.init_app(app)
bcrypt.init_app(app)
mail.init_app(app)
toolbar.init_app(app)


####################
#### blueprints ####
####################

from project.user.views import user_blueprint
app.register_blueprint(user_blueprint)
