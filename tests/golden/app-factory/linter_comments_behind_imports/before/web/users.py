from flask import Blueprint

from web import app

bp = Blueprint('users', __name__)


@bp.route('/users')
def index():
    return app.name
