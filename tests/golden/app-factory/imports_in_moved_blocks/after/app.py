import logging

from flask import Flask


def create_app():
    app = Flask(__name__)

    if not app.debug:
        import logging
        handler = logging.NullHandler()
        app.logger.addHandler(handler)
    app.add_url_rule('/', view_func=index)
    return app


def index():
    logging.getLogger('x').info('index')
    return 'index'


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
