from flask import Flask

from db import db


def create_app():
    app = Flask(__name__)
    app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///data.db'
    app.secret_key = 'jose'

    """
    Tables come with the first request.
    """
    app.config['LATER'] = True
    app.add_url_rule('/items', view_func=items)
    return app


def items():
    return str(db.session.execute(db.text('select 1')).scalar())


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


if __name__ == '__main__':
    app = create_app()
    from db import db
    db.init_app(app)
    app.run(port=5000, debug=True)
