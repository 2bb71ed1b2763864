from flask import Flask


def create_app():
    app = Flask(__name__)

    from web.pages import bp as pages_bp
    app.register_blueprint(pages_bp)

    from web.users import bp as users_bp
    app.register_blueprint(users_bp)

    from web import late
    late.register(app)
    return app


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
