from celery import Celery

from server import app

celery = Celery(__name__, broker=app.config['CELERY_BROKER_URL'])
celery.conf.update(app.config)


@celery.task
def reverse(text):
    with app.app_context():
        return text[::-1] + app.name
