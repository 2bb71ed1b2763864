from flask_login import LoginManager, UserMixin
from mine import encrypt_password

manager = LoginManager()


class User(UserMixin):
    password = encrypt_password("cat")


@manager.unauthorized_handler
def not_allowed():
    return "who are you?"
