import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL", "sqlite://")
db.init_app(app)


class Page(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String)


def seed():
    """Puts the first page in."""
    if not Page.query.count():
        db.session.add(Page(title=app.config.get("FIRST", "Welcome")))
        db.session.commit()


# The tables are there before the first request.
with app.app_context():
    db.create_all()
    seed()


@app.route("/")
def index():
    return ", ".join(page.title for page in Page.query)
