from flask import Flask

from sessions_config import get_config

application = app = Flask(__name__)
application.config.from_object(get_config())


@app.route('/')
def index():
    return app.config['COLOUR']
