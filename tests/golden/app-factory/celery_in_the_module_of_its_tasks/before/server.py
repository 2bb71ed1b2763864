from flask import Flask

app = Flask(__name__)
app.config['CELERY_BROKER_URL'] = 'memory://'

import tasks


@app.route('/')
def index():
    return tasks.reverse.delay('abc').get()


@app.route('/name')
def name():
    return app.name
