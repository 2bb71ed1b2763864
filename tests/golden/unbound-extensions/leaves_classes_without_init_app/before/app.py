from celery import Celery
from flask import Flask
from flask_gzip import Gzip
from flask_script import Manager
from flask_sslify import SSLify
from flaskext.markdown import Markdown
from prometheus_flask_exporter import PrometheusMetrics
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
app.wsgi_app = ProxyFix(app.wsgi_app)
gzip = Gzip(app)
manager = Manager(app)
sslify = SSLify(app)
Markdown(app)
metrics = PrometheusMetrics(app)
celery = Celery(app.name, broker='redis://')
