from flask import Blueprint

pages = Blueprint('pages', __name__)


@pages.route('/pages')
def every():
    return 'pages'
