from flask import Flask, current_app
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import run_simple

from admin import app as admin_app


def create_app():
    app = Flask(__name__)
    app.config['TITLE'] = 'front'
    app.add_url_rule('/', view_func=index)
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {'/admin': admin_app})
    return app


def index():
    return current_app.config['TITLE']


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


if __name__ == '__main__':
    create_app().run()
