from __future__ import annotations

import flask
import flask_sqlalchemy
import flask_login as fl

app: flask.Flask = flask.Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
app.secret_key = 'secret'

db: flask_sqlalchemy.SQLAlchemy = flask_sqlalchemy.SQLAlchemy(app); login = fl.LoginManager(app)


class User(fl.UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)


@login.user_loader
def load_user(number):
    return None


@app.route('/login')
def login():
    from web import helpers

    return helpers.count()
