from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy


def page_title(name):
    return '%s - %s' % (name, current_app.config['TITLE'])


db = SQLAlchemy()


def create_app():
    app = Flask(__name__)
    app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///:memory:'
    app.config['TITLE'] = 'Shelf'
    db.init_app(app)

    from shelf.views import bp as main_bp
    app.register_blueprint(main_bp)
    return app


from shelf import models  # noqa: E402,F401


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
