from celery import Celery
from flask import Flask

app = Flask(__name__)
app.config["CELERY_BROKER_URL"] = "memory://"
celery = Celery(app.name, broker=app.config["CELERY_BROKER_URL"])
celery.conf.update(app.config)
