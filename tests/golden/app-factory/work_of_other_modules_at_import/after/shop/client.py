from flask import current_app


class Client:
    def __init__(self, timeout):
        self.limit = current_app.config['LIMIT'] + timeout
