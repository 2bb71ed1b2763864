import uuid

from flask import Flask

from config import get_config

app = Flask(__name__)


def make_token():
    return uuid.UUID(int=app.config['APPLICATION_ROOT'].count('/')).hex


app.config.from_object(get_config())
app.config.update(
    TOKEN=make_token(),
)
app.config.update({'A_KEY': 'one', 'lower': 'two', 'ANOTHER': 'three'})
app.config.from_mapping(TIMEOUT=30, VERBOSE=False)


@app.route('/')
def index():
    return app.config['TOKEN'] + app.config['lower'] + app.config['ANOTHER']
