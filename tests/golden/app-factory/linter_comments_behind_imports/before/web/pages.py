from flask import Blueprint

from web import app

bp = Blueprint('pages', __name__)


@bp.route('/')
def index():
    return app.name
