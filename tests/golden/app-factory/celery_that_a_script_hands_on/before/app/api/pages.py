from flask import Blueprint

from . import app, celery

bp = Blueprint("pages", __name__)


@celery.task
def count(text):
    return len(text)


@bp.route("/")
def index():
    return f"{app.name} {count('four')}"
