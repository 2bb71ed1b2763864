from flask import Flask, url_for
from flask_security import Security, SQLAlchemyUserDatastore

from models import Role, User, db

app = Flask(__name__)
app.config.from_pyfile("settings.cfg")
db.init_app(app)
security = Security(app, SQLAlchemyUserDatastore(db, User, Role))


# The pages of Flask-Security link to the others.
@security.context_processor
def links():
    return {"get_url": url_for}


@security.login_context_processor
def hints():
    return {"hint": "Your name is your address."}


@app.route("/")
def index():
    return "Hello"
