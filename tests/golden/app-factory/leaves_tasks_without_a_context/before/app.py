from celery import Celery
from flask import Flask

app = Flask(__name__)
celery = Celery(__name__)


@celery.task
def report():
    return app.config['NAME']


@app.route('/')
def index():
    report.delay()
    return 'index'
