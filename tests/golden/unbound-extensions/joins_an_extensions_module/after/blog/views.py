from . import app
from .extensions import db, login_manager


@login_manager.user_loader
def load_user(number):
    return None


@app.route('/')
def index():
    return str(db.engine.url)
