import uuid

from flask import Flask

app = Flask(__name__)


def make_token():
    return uuid.UUID(int=app.config['APPLICATION_ROOT'].count('/')).hex


app.config.update(
    SECRET_KEY=b'\x00\x01bytes',
    TOKEN=make_token(),
    NAME='shop',
)
app.config.update({'A_KEY': 'one', 'lower': 'two', 'ANOTHER': 'three'})
app.config.from_mapping(TIMEOUT=30, VERBOSE=False)


@app.route('/')
def index():
    return app.config['TOKEN'] + app.config['lower'] + app.config['ANOTHER']
