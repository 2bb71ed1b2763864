from celery import Celery, shared_task
from flask import Flask


def make_celery(app):
    return Celery(app.import_name, broker=app.config['BROKER'])


def create_app():
    app = Flask(__name__)
    app.config['BROKER'] = 'memory://'
    celery_init_app(app)
    app.add_url_rule('/', view_func=index)
    return app


def celery_init_app(app):
    celery = make_celery(app)

    class ContextTask(celery.Task):
        def __call__(self, *args, **kwargs):
            with app.app_context():
                return self.run(*args, **kwargs)

    celery.Task = ContextTask
    celery.set_default()
    app.extensions['celery'] = celery


@shared_task()
def add(a, b):
    return a + b


def index():
    return str(add.delay(1, 2).get())


def __getattr__(name):
    """Makes `app` and `celery` when first asked: for what still imports them from here."""
    if name in ('app', 'celery'):
        globals()['app'] = create_app()
        globals()['celery'] = globals()['app'].extensions['celery']
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
