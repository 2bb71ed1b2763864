from flask import Flask

app = Flask(__name__)
app.config['LIMIT'] = 5

from web import filters
from .views import *

app.jinja_env.globals['limit'] = app.config['LIMIT']
