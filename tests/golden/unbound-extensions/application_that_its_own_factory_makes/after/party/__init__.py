from flask import Flask

from party.extensions import db


def create_app(test_config=None):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    app.config.update(test_config or {})
    return app


app = create_app()
db.init_app(app)

from party import routes
