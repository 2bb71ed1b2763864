from flask import current_app

from proj import celery, names


@celery.task
def count():
    return '%s: %d' % (current_app.name, len(names))
