from flask import Flask


def create_app():
    app = Flask(__name__)
    app.config['LIMIT'] = 5

    from web import filters
    filters.register(app)
    register_routes(app)
    app.jinja_env.globals['limit'] = app.config['LIMIT']
    return app


def register_routes(app):
    from .views import users
    from .views.home import register as register_home

    users.register(app)
    register_home(app)


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
