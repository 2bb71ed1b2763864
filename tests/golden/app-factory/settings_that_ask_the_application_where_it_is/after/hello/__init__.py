from flask import Flask

import hello.views


def create_app():
    app = Flask('hello')
    app.config.from_pyfile('settings.py')
    hello.views.register(app)
    return app


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
