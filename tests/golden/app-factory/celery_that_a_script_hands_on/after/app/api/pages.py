from celery import shared_task
from flask import Blueprint, current_app

bp = Blueprint("pages", __name__)


@shared_task
def count(text):
    return len(text)


@bp.route("/")
def index():
    return f"{current_app.name} {count('four')}"
