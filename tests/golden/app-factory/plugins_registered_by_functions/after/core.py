import os

from flask import Flask

from plugins import register_plugins


def create_app():
    app = Flask(__name__)
    app.config['LIMIT'] = 1
    if 'PLUGIN_LIMIT' in os.environ:
        app.config['LIMIT'] = int(os.environ['PLUGIN_LIMIT'])
    else:
        app.config.setdefault('LIMIT', 2)

    register_plugins(app, prefix='/extra')
    add_routes(app)
    return app


def add_routes(app):
    """Routes that are made in a function."""
    @app.route('/late')
    def late():
        return str(app.config['LIMIT'])

    app.add_url_rule('/', 'index', lambda: 'index')


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
