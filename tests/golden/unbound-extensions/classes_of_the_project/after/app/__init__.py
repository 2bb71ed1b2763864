from flask import Flask
from flask_bcrypt import Bcrypt

from app.extensions import audit, db

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
db.init_app(app)
audit.init_app(app)


class Hasher(Bcrypt):
    def check(self, hashed, password):
        return self.check_password_hash(hashed, password)


hasher = Hasher()
hasher.init_app(app)

from app import views
