from flask import Flask

client = None


def create_app():
    global client
    app = Flask(__name__)
    app.config['LIMIT'] = 3

    from shop.client import Client
    with app.app_context():
        client = Client(timeout=2)

    from shop.filters import install
    install(app)
    app.add_url_rule('/', view_func=index)
    return app


def index():
    from shop import clock
    return '%s %s' % (client.limit, clock.now())


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
