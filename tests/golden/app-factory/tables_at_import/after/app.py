import os

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL", "sqlite://")
    db.init_app(app)

    # The tables are there before the first request.
    with app.app_context():
        db.create_all()
        seed()
    app.add_url_rule("/", view_func=index)
    return app


class Page(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String)


def seed():
    """Puts the first page in."""
    if not Page.query.count():
        db.session.add(Page(title=current_app.config.get("FIRST", "Welcome")))
        db.session.commit()


def index():
    return ", ".join(page.title for page in Page.query)


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
