#!/usr/bin/env python
import os

from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

# extensions
db = SQLAlchemy()


def create_app():
    # initialization
    app = Flask(__name__)
    app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///db.sqlite'
    db.init_app(app)
    app.add_url_rule('/api/users/<int:id>', view_func=get_user)
    return app


class User(db.Model):
    __tablename__ = 'users'
    id = db.Column(db.Integer, primary_key=True)


def get_user(id):
    return jsonify({'id': db.get_or_404(User, id).id})


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


if __name__ == '__main__':
    app = create_app()

    # the first time only
    with app.app_context():
        if not os.path.exists('db.sqlite'):
            db.create_all()
    app.run(debug=True)
