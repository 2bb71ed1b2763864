from flask import Flask

from api.config import Config
from api.extensions import jwt
from api.views import api


def create_app():
    app = Flask(__name__)
    app.config["JWT_IDENTITY_CLAIM"] = "identity"
    app.config.from_object(Config)
    jwt.init_app(app)
    app.register_blueprint(api)
    return app
