USERS = {1: 'susan'}


def load_user(identity):
    return USERS.get(identity)
