from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from cachelib import SimpleCache
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

db = SQLAlchemy()
cache = SimpleCache(default_timeout=300)


class Anything(BaseConverter):
    """Any part of an address."""

    regex = r'.+?'
    part_isolating = False


def create_app():
    app = Flask(__name__)
    app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
    app.url_map.converters['anything'] = Anything
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)
    db.init_app(app)

    from shop.views import shop
    app.register_blueprint(shop)
    return app
