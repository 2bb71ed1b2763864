from flask import Flask


def create_app():
    app = Flask(__name__)
    app.config['NAME'] = 'shop'

    from shop.about import bp as about_bp
    app.register_blueprint(about_bp)

    import shop.pages
    app.register_blueprint(shop.pages.pages)
    return app


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
