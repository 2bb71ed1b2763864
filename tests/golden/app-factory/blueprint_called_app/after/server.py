from flask import Flask, current_app as flask_current_app

from counting import app as counting
from state import current_app


def create_app():
    flask_app = Flask(__name__)
    flask_app.register_blueprint(counting)
    flask_app.add_url_rule('/', view_func=index)
    return flask_app


def index():
    return flask_current_app.name + current_app


def closure():
    def local(flask_app):
        return flask_app
    return local('x')


def __getattr__(name):
    """Makes `flask_app` when it is first asked for: for what still imports it from here."""
    if name == 'flask_app':
        globals()['flask_app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
