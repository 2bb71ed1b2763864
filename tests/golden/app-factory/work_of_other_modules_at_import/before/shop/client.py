from shop import app


class Client:
    def __init__(self, timeout):
        self.limit = app.config['LIMIT'] + timeout
