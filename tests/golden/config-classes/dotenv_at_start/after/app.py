import os

from flask import Flask

os.environ.update(STAGE='one')

from config import get_config  # noqa: E402

app = Flask(__name__)
app.config.from_object(get_config())


@app.route('/')
def index():
    return app.config['STAGE']
