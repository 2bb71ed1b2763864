import os

from flask import Flask, jsonify
from flask.json import JSONEncoder
from flask.signals import signals_available
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class ShopEncoder(JSONEncoder):
    """Knows what is in stock."""

    def default(self, obj):
        if hasattr(obj, "as_dict"):
            return obj.as_dict()
        return super(ShopEncoder, self).default(obj)


def create_app(script_info=None):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL", "sqlite://")
    app.json_encoder = ShopEncoder
    db.init_app(app)

    from shop.stock import stock

    app.register_blueprint(stock)

    @app.before_first_request
    def create_tables():
        db.create_all()

    @app.errorhandler(500)
    def failed(error):
        # The type is what people search the log for.
        return jsonify(error=error.args[0]), 500

    if signals_available:
        from flask import got_request_exception

        got_request_exception.connect(lambda sender, **extra: None, app)

    return app
