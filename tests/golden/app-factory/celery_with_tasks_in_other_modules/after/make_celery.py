import proj.tasks  # noqa: F401 (registers its tasks)
from proj import create_app

flask_app = create_app()
celery_app = flask_app.extensions["celery"]
