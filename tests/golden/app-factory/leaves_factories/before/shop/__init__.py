from flask import Flask

from shop.views import bp


def create_app(settings=None):
    app = Flask(__name__)
    app.register_blueprint(bp)
    return app
