from celery import Celery, Task, shared_task

celery = Celery("shop", broker="redis://")
celery.config_from_object("celeryconfig")


class Logged(Task):
    abstract = True

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        print(exc)


@shared_task(base=Logged)
def send(mail):
    return mail
