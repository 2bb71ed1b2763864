from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

app = Flask(__name__)
app.config['NAME'] = 'x'
scheduler = BackgroundScheduler()


def clean():
    with app.app_context():
        app.logger.info('cleaning %s', app.config['NAME'])


scheduler.add_job(clean, 'interval', minutes=5)


@app.route('/')
def index():
    return 'index'
