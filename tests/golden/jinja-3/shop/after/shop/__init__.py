from flask import Flask

from . import filters, views


def create_app():
    app = Flask(__name__)
    app.jinja_options = dict(app.jinja_options, extensions=['jinja2.ext.do'])
    app.jinja_env.filters['price'] = filters.price
    app.jinja_env.globals['page'] = filters.page
    app.register_blueprint(views.bp)
    return app
