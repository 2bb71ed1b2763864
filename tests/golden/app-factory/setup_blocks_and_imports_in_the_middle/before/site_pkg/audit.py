from . import app
from .order import order


@app.before_request
def first():
    order.append('first')
