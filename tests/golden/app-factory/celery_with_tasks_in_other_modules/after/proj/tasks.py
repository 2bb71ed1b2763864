from celery import shared_task
from flask import current_app

from proj import names


@shared_task
def count():
    return '%s: %d' % (current_app.name, len(names))
