from mine import Task, task


@task
def send(mail):
    return mail


class Base(Task):
    CELERY_RESULT_BACKEND = ""
