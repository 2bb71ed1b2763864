from celery import Celery, shared_task
from celery.schedules import crontab
from flask import Flask, current_app, jsonify


def create_app():
    app = Flask(__name__)
    app.config['CELERY_BROKER_URL'] = 'memory://'
    app.config['GREETING'] = 'Hello'
    celery_init_app(app)
    register_routes(app)
    return app


def celery_init_app(app):
    # Celery
    celery = Celery(app.name, broker=app.config['CELERY_BROKER_URL'])
    celery.conf.update(app.config)
    celery.conf.timezone = 'Asia/Tokyo'
    celery.conf.beat_schedule = {
        'every-3-minutes': {'task': 'double', 'schedule': crontab(minute='*/3'), 'args': ('a',)},
    }
    celery.on_after_finalize.connect(set_up)

    class ContextTask(celery.Task):
        def __call__(self, *args, **kwargs):
            with app.app_context():
                return self.run(*args, **kwargs)

    celery.Task = ContextTask
    celery.set_default()
    app.extensions['celery'] = celery


def register_routes(app):
    app.add_url_rule('/', view_func=index)
    app.add_url_rule('/twice', view_func=doubled)
    app.add_url_rule('/state', view_func=state)


@shared_task
def greet(name):
    """Says hello, which takes a while."""
    greeting = current_app.config['GREETING']
    text = '''
    an indented line'''
    # the whole of it
    return greeting + ' ' + name + text


@shared_task(bind=True, name='double')
def twice(self, text):
    if text:
        with current_app.app_context():
            return current_app.name + text * 2
    return self.name


def set_up(sender, **options):
    sender.add_periodic_task(10.0, greet.s('you'), name='every 10 seconds')


def index():
    return greet.delay('Ann').get()


def doubled():
    result = twice.apply_async(args=['x'])
    return jsonify(result.get())


def state():
    return current_app.extensions['celery'].AsyncResult('none').state


def __getattr__(name):
    """Makes `app` and `celery` when first asked: for what still imports them from here."""
    if name in ('app', 'celery'):
        globals()['app'] = create_app()
        globals()['celery'] = globals()['app'].extensions['celery']
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


if __name__ == '__main__':
    create_app().run(debug=True)
