from flask_login import UserMixin
from app import login


class User(UserMixin):
    def __init__(self, name):
        self.id = self.name = name


USERS = {"ann": User("ann"), "bob": User("bob")}


@login.user_loader
def load_user(id):
    return USERS.get(id)
