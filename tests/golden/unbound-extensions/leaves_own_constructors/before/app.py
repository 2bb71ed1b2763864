from flask import Flask
from flask_sqlalchemy import SQLAlchemy


class RBAC:
    def __init__(self, app=None, **options):
        self.app = app
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        app.before_request(self.check)

    def check(self):
        return self.app.name


class Database(SQLAlchemy):
    def __init__(self, app):
        super().__init__(app)
        app.database = self


class Plain:
    def __init__(self, app):
        self.app = app


app = Flask(__name__)
rbac = RBAC(app)
db = Database(app)
plain = Plain(app)
