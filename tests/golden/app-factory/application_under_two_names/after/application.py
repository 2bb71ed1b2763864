from flask import Flask, current_app


def create_app():
    application = Flask(__name__)
    application.debug = False
    application.config['NAME'] = 'two names'
    application.add_url_rule('/', view_func=index)
    application.register_error_handler(404, not_found)
    return application


def index():
    return current_app.config['NAME'] + current_app.name


def not_found(error):
    return 'no', 404


def __getattr__(name):
    """Makes `application` when it is first asked for: for what still imports it from here."""
    if name in ('application', 'app'):
        globals()['application'] = globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
