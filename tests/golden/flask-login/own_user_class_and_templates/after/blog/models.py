USERS = {"1": "susan", "2": "joe"}


class User(object):
    def __init__(self, key):
        self.key = key

    @property
    def is_authenticated(self):
        return True

    @property
    def is_active(self):
        # Joe has left.
        return USERS[self.key] != "joe"

    @property
    def is_anonymous(self):
        return False

    def get_id(self):
        return str(self.key)


class Job(object):
    def is_active(self):
        return True
