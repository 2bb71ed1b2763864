import os

from flask import Flask
from flask_migrate import Migrate, upgrade

from database import db

migrate = Migrate()


def create_app():
    app = Flask(__name__)
    app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
    register_extensions(app)

    if os.path.isdir('migrations'):
        with app.app_context():
            upgrade()
    app.add_url_rule('/', view_func=index)
    return app


def register_extensions(app):
    db.init_app(app)
    migrate.init_app(app, db)


def index():
    return 'index'


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
