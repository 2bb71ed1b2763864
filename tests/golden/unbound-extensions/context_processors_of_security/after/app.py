from flask import Flask, url_for
from flask_security import SQLAlchemyUserDatastore

from extensions import security
from models import Role, User, db

app = Flask(__name__)
app.config.from_pyfile("settings.cfg")
db.init_app(app)
security.init_app(app, SQLAlchemyUserDatastore(db, User, Role))


# The pages of Flask-Security link to the others.
def links():
    return {"get_url": url_for}


app.extensions["security"].context_processor(links)


def hints():
    return {"hint": "Your name is your address."}


app.extensions["security"].login_context_processor(hints)


@app.route("/")
def index():
    return "Hello"
