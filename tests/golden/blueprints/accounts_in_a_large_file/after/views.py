from flask import Blueprint, session

bp = Blueprint('main', __name__)


@bp.route('/')
def index():
    return session.get('name', 'nobody')


@bp.route('/news')
def news():
    return 'none'
