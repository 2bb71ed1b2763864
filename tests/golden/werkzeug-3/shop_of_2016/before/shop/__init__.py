from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from werkzeug.contrib.cache import SimpleCache
from werkzeug.contrib.fixers import ProxyFix
from werkzeug.routing import BaseConverter

db = SQLAlchemy()
cache = SimpleCache(default_timeout=300)


class Anything(BaseConverter):
    """Any part of an address."""

    regex = r'.+?'


def create_app():
    app = Flask(__name__)
    app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
    app.url_map.converters['anything'] = Anything
    app.wsgi_app = ProxyFix(app.wsgi_app)
    db.init_app(app)

    from shop.views import shop
    app.register_blueprint(shop)
    return app
