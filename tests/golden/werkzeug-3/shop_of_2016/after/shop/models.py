from hmac import compare_digest

from werkzeug.security import check_password_hash, generate_password_hash

from shop import db


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(64), unique=True)
    password_hash = db.Column(db.String(128))

    def set_password(self, password):
        self.password_hash = generate_password_hash(password, method='pbkdf2:sha256')

    def has_password(self, password):
        return check_password_hash(self.password_hash, password)

    def has_token(self, token):
        return compare_digest(self.name.encode('utf-8'), token.encode('utf-8'))
