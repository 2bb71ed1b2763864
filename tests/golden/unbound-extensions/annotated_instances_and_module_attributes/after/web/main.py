from __future__ import annotations

import flask
import flask_login as fl

from web.extensions import db, login

app: flask.Flask = flask.Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
app.secret_key = 'secret'

db.init_app(app); login.init_app(app)


class User(fl.UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)


@login.user_loader
def load_user(number):
    return None


@app.route('/login')
def login():
    from web import helpers

    return helpers.count()
