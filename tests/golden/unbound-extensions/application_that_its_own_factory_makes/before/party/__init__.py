from flask import Flask
from flask_sqlalchemy import SQLAlchemy


def create_app(test_config=None):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    app.config.update(test_config or {})
    return app


app = create_app()
db = SQLAlchemy(app)

from party import routes
