import logging
from logging.handlers import RotatingFileHandler
import os
from flask import Flask, current_app, request
from app.extensions import db, login
from config import Config


def create_app():
    app = Flask(__name__)
    app.config.from_object(Config)
    register_extensions(app)
    configure_logging(app)
    register_routes(app)
    register_cli(app)
    register_shell_context(app)
    return app


def register_extensions(app):
    db.init_app(app)
    login.init_app(app)
    login.login_view = 'login'


def configure_logging(app):
    if not app.debug and os.environ.get('LOG_TO_FILE'):
        if not os.path.exists('logs'):
            os.mkdir('logs')
        file_handler = RotatingFileHandler('logs/microblog.log',
                                           maxBytes=10240,
                                           backupCount=10)
        file_handler.setFormatter(logging.Formatter(
            '%(asctime)s %(levelname)s: %(message)s [in %(pathname)s:%(lineno)d]'))
        file_handler.setLevel(logging.INFO)
        app.logger.addHandler(file_handler)

        app.logger.setLevel(logging.INFO)
        app.logger.info('Microblog startup')


def register_routes(app):
    from app import routes, errors

    routes.register_routes(app)
    errors.register(app)


def register_cli(app):
    from app import cli

    cli.register(app)


def register_shell_context(app):
    from app.models import User, Post

    @app.shell_context_processor
    def make_shell_context():
        return {'db': db, 'User': User, 'Post': Post}


def get_locale():
    return request.accept_languages.best_match(current_app.config['LANGUAGES'])


from app import models


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
