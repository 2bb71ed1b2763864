from celery import Celery
from flask import Flask


def make_celery(app):
    return Celery(app.import_name, broker=app.config['BROKER'])


app = Flask(__name__)
app.config['BROKER'] = 'memory://'
celery = make_celery(app)


@celery.task()
def add(a, b):
    return a + b


@app.route('/')
def index():
    return str(add.delay(1, 2).get())
