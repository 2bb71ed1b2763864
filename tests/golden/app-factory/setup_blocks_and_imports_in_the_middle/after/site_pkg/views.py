from flask import current_app

from . import names
from .order import order


def index():
    return ' '.join(order[-2:]) + current_app.config['LOGGED'] + names()


def register(app):
    app.add_url_rule('/', view_func=index)
