from flask import Flask, current_app


def create_app():
    app = Flask(__name__)
    app.config['PER_PAGE'] = 20
    app.config['SECRET_KEY'] = 'wiki'
    app.config['TITLE'] = 'A wiki'
    register_routes(app)
    return app


def register_routes(app):
    from wiki import pages, tokens

    pages.register(app)
    tokens.register(app)
    app.add_url_rule('/', view_func=index)


def index():
    current_app.logger.debug('index')
    return current_app.config['TITLE']


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
