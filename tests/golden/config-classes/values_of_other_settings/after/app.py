import os

from flask import Flask

from config import get_config

app = Flask(__name__)

app.config.from_object(get_config())

app.config['TABLES'] = [name + app.config['DATABASE_FILE'] for name in ('a', 'b')]
app.config['MODE'] = app.config['SESSION_COOKIE_NAME'] + 'x'


@app.route('/')
def index():
    return app.config['SQLALCHEMY_DATABASE_URI'] + app.config['MODE'] + os.sep
