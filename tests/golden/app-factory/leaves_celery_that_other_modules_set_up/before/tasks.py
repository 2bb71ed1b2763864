from app import celery

celery.conf.timezone = 'Asia/Tokyo'


@celery.task
def add(a, b):
    return a + b
