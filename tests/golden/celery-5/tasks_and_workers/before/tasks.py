from celery import Celery
from celery.task import Task, task

celery = Celery("shop", broker="redis://")
celery.config_from_object("celeryconfig")


class Logged(Task):
    abstract = True

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        print(exc)


@task(base=Logged)
def send(mail):
    return mail
