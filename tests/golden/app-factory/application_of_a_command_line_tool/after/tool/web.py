from flask import Flask, current_app, jsonify

from tool import state


def create_app():
    app = Flask(__name__)
    app.debug = True
    app.add_url_rule('/', view_func=index)
    app.add_url_rule('/name', view_func=name)
    return app


def index():
    return jsonify(state.jobs)


def name():
    return current_app.name


def serve(port):
    create_app().run(port=port)


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
