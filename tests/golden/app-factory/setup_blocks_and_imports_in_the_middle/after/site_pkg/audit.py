from .order import order


def first():
    order.append('first')


def register(app):
    app.before_request(first)
