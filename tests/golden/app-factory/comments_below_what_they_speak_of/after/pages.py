from flask import Flask, g
from flask_login import LoginManager

login_manager = LoginManager()


def create_app():
    app = Flask(__name__)
    # app = Flask(__name__, static_folder='public')

    app.secret_key = 'comments'
    login_manager.init_app(app)
    app.before_request(load)
    login_manager.login_view = 'index'
    # login_manager.login_message = 'Who are you?'
    app.add_url_rule('/', view_func=index)
    app.config['SIZE'] = 3
    return app


"""
Who is there, for every request.
"""
def load():
    g.user = 'ann'

    # g.user = 'bob'


def index():
    return g.user

  # the end of the pages


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
