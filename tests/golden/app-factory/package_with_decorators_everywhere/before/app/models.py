from app import app
from app.extensions import db, login
from flask_login import UserMixin


class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)

    def token(self):
        return '%s-%s' % (app.config['SECRET_KEY'], self.id)

    @staticmethod
    def is_token(token):
        return token.startswith(app.config['SECRET_KEY'])


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    body = db.Column(db.String(140))


@login.user_loader
def load_user(id):
    return User.query.get(int(id))
