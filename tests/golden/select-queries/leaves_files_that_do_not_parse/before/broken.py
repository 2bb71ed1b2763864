from app import User


def users():
    return User.query.all(
