exec celery -A make_celery worker
