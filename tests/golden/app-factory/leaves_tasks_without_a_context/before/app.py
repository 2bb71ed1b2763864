from flask import Flask
from redis import Redis
from rq.decorators import job

app = Flask(__name__)


@job('low', connection=Redis())
def report():
    return app.config['NAME']


@app.route('/')
def index():
    report.delay()
    return 'index'
