from flask import Blueprint

from notes.database import get_db

bp = Blueprint("main", __name__)


@bp.teardown_app_request
def note_end(error):
    pass


def note_context(error):
    pass


@bp.route("/")
def index():
    return str(get_db())
