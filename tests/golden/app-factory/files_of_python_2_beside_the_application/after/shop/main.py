from flask import Flask, current_app


def create_app():
    app = Flask(__name__)
    app.config['NAME'] = 'shop'
    app.add_url_rule('/', view_func=index)
    return app


def index():
    return current_app.config['NAME']


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
