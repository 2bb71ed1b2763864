import flask_admin as admin
from flask import Flask
from flask_admin.contrib.sqla import ModelView

from db import db

app = Flask(__name__)


class UserView(admin.BaseView):
    pass


if __name__ == '__main__':
    admin = admin.Admin(app, name='Example')
    admin.add_view(UserView(name='users'))
    db.init_app(app)
    app.run()
