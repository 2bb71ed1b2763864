from flask import Flask

from counting import app as counting
from state import current_app

flask_app = Flask(__name__)
flask_app.register_blueprint(counting)


@flask_app.route('/')
def index():
    return flask_app.name + current_app


def closure():
    def local(flask_app):
        return flask_app
    return local('x')
