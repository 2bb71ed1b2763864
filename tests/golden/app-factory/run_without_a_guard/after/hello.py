from flask import Flask


def create_app():
    app = Flask(__name__)
    app.add_url_rule('/', view_func=hello)
    return app


def hello():
    return 'Hello'


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


if __name__ == '__main__':
    create_app().run(
        host='0.0.0.0',
        debug=True)
