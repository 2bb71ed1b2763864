from flask import Flask
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore, UserMixin
from flask_security.utils import encrypt_password
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class Role(db.Model, RoleMixin):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), unique=True)


class User(db.Model, UserMixin):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(255), unique=True)
    password = db.Column(db.String(255))  # hashed

    @property
    def name(self):
        return self.email.partition("@")[0]


datastore = SQLAlchemyUserDatastore(db, User, Role)
security = Security(app, datastore)


@security.unauthorized_handler
def not_allowed():
    return "not for you", 403


@app.cli.command()
def seed():
    datastore.create_user(email="susan@example.com", password=encrypt_password("cat"))
    db.session.commit()
