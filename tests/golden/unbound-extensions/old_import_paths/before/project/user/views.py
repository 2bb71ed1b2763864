from flask import Blueprint

from project import bcrypt
from project import mail as post  # sends


user_blueprint = Blueprint('user', __name__)


@user_blueprint.route('/register')
def register():
    from project import login_manager, toolbar

    return str((bcrypt, post, login_manager, toolbar))
