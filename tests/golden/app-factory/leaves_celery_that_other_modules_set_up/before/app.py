from celery import Celery
from flask import Flask

app = Flask(__name__)
app.config['BROKER'] = 'memory://'
celery = Celery(app.name, broker=app.config['BROKER'])

import tasks


@app.route('/')
def index():
    tasks.add.delay(1, 2)
    return 'index'
