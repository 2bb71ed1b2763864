from celery import Celery
from flask import Flask

from proj.names import names

app = Flask(__name__)
app.config['CELERY_BROKER_URL'] = 'memory://'
celery = Celery(app.name, broker=app.config['CELERY_BROKER_URL'])
celery.conf.update(app.config)
TaskBase = celery.Task


class ContextTask(TaskBase):
    abstract = True

    def __call__(self, *args, **kwargs):
        with app.app_context():
            return TaskBase.__call__(self, *args, **kwargs)


celery.Task = ContextTask

from proj import views
