import os
from flask import Flask


# create our little application :)
app = Flask(__name__)

# Load default config and override config from an environment variable
app.config.update(dict(
    DATABASE=os.path.join(app.root_path, 'flaskr.db'),
    # do not do this at home
    DEBUG=True,
    SECRET_KEY='development key',  # for sessions
    USERNAME='admin',
    PASSWORD='default'
))
app.config.from_envvar('FLASKR_SETTINGS', silent=True)


@app.route('/')
def index():
    return os.path.basename(app.config['DATABASE'])
