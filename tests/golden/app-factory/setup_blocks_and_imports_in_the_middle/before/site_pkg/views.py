from . import app, names
from .order import order


@app.route('/')
def index():
    return ' '.join(order[-2:]) + app.config['LOGGED'] + names()
