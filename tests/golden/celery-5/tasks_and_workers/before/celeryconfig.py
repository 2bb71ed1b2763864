BROKER_URL = "redis://localhost:6379/0"
CELERY_RESULT_BACKEND = BROKER_URL
CELERY_TASK_SERIALIZER = "json"
CELERYBEAT_SCHEDULE = {"send": {"task": "tasks.send", "schedule": 60.0}}
