from celery import Celery, shared_task
from flask import current_app


@shared_task
def reverse(text):
    return text[::-1] + current_app.name


def register(app):
    celery = Celery(__name__, broker=app.config['CELERY_BROKER_URL'])
    celery.conf.update(app.config)

    class ContextTask(celery.Task):
        def __call__(self, *args, **kwargs):
            with app.app_context():
                return self.run(*args, **kwargs)

    celery.Task = ContextTask
    celery.set_default()
    app.extensions['celery'] = celery


def __getattr__(name):
    """Gives `celery` of the one application to what still imports it from here."""
    if name == 'celery':
        from server import app

        return app.extensions['celery']
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
