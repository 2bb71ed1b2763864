from flask.ext.mako import render_template
from flask_jwt_extended import jwt_required

from flask_jwt import JWT, current_identity
from shop.flask_nav import bar
