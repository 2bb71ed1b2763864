exec celery -A tasks.celery worker
