from flask import Flask

from blog.models import db


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    from blog.views import bp

    app.register_blueprint(bp)
    return app
