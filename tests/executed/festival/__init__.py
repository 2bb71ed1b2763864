"""A music festival's back office: the schema that the executed tests query. Partners have a database of their own."""

from festival.extensions import db
from flask import Flask


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    app.config["SQLALCHEMY_BINDS"] = {"partners": "sqlite://"}
    db.init_app(app)
    return app
