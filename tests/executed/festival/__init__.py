"""A music festival's back office: the schema that the executed tests query. Partners have a database of their own."""

from festival.extensions import db
from flask import Flask


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    app.config["SQLALCHEMY_BINDS"] = {"partners": "sqlite://"}
    # Warned of at compilation only, which a cache may have saved: it would depend on what ran before.
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"enable_from_linting": False}
    db.init_app(app)
    return app
