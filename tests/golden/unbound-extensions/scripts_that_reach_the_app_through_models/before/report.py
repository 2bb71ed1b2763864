from flask import current_app
from models import Entry


def names():
    return [Entry.__name__, current_app.name]
