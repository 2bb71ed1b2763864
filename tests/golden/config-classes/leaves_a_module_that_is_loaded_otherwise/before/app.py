from celery import Celery
from flask import Flask

app = Flask(__name__)
app.config.from_object("config")
celery = Celery(__name__)
celery.config_from_object("config")
