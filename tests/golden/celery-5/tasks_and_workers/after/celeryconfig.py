broker_url = "redis://localhost:6379/0"
result_backend = broker_url
task_serializer = "json"
beat_schedule = {"send": {"task": "tasks.send", "schedule": 60.0}}
