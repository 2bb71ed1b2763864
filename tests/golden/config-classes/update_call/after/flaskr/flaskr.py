import os
from flask import Flask
from .config import get_config


# create our little application :)
app = Flask(__name__)

# Load default config and override config from an environment variable
app.config.from_object(get_config())
app.config.from_envvar('FLASKR_SETTINGS', silent=True)


@app.route('/')
def index():
    return os.path.basename(app.config['DATABASE'])
