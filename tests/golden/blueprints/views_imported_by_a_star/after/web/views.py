from flask import Blueprint, url_for

main_bp = Blueprint('main', __name__)


@main_bp.route('/')
def index():
    return url_for('pages.page', name='x')
