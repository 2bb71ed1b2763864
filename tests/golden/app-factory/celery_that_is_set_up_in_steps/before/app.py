from celery import Celery
from celery.schedules import crontab
from flask import Flask, jsonify

app = Flask(__name__)
app.config['CELERY_BROKER_URL'] = 'memory://'
app.config['GREETING'] = 'Hello'

# Celery
celery = Celery(app.name, broker=app.config['CELERY_BROKER_URL'])
celery.conf.update(app.config)
celery.conf.timezone = 'Asia/Tokyo'


@celery.task
def greet(name):
    """Says hello, which takes a while."""
    greeting = app.config['GREETING']
    with app.app_context():
        text = '''
    an indented line'''
        # the whole of it
        return greeting + ' ' + name + text


@celery.task(bind=True, name='double')
def twice(self, text):
    if text:
        with app.app_context():
            return app.name + text * 2
    return self.name


celery.conf.beat_schedule = {
    'every-3-minutes': {'task': 'double', 'schedule': crontab(minute='*/3'), 'args': ('a',)},
}


@celery.on_after_finalize.connect
def set_up(sender, **options):
    sender.add_periodic_task(10.0, greet.s('you'), name='every 10 seconds')


@app.route('/')
def index():
    return greet.delay('Ann').get()


@app.route('/twice')
def doubled():
    result = twice.apply_async(args=['x'])
    return jsonify(result.get())


@app.route('/state')
def state():
    return celery.AsyncResult('none').state


if __name__ == '__main__':
    app.run(debug=True)
