from flask import Blueprint, url_for

bp = Blueprint('main', __name__)

LIMIT = 10

@bp.route('/')
def index():
    return url_for('main.index')

@bp.route('/two')
def two():
    return 'two'
