from flask import Flask


def create_app():
    application = Flask(__name__)
    application.add_url_rule('/', view_func=index)
    return application


def index():
    return 'index'


def __getattr__(name):
    """Makes `application` when it is first asked for: for what still imports it from here."""
    if name in ('application', 'app'):
        globals()['application'] = globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
