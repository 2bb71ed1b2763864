from . import app, login_manager
from .extensions import db


@login_manager.user_loader
def load_user(number):
    return None


@app.route('/')
def index():
    return str(db.engine.url)
