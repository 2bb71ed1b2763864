from flask import Blueprint, current_app

bp = Blueprint('users', __name__)


@bp.route('/users')
def index():
    return current_app.name
