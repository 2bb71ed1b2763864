from flask import Flask
from flask_bcrypt import Bcrypt

from app.audit import Audit
from app.database import Database

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
db = Database(app)
audit = Audit(app, 'trail')


class Hasher(Bcrypt):
    def check(self, hashed, password):
        return self.check_password_hash(hashed, password)


hasher = Hasher(app)

from app import views
