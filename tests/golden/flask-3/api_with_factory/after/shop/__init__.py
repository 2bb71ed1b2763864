import os

from flask import Flask, jsonify
from flask.json.provider import DefaultJSONProvider
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class ShopProvider(DefaultJSONProvider):
    """Knows what is in stock."""

    def default(self, obj):
        if hasattr(obj, "as_dict"):
            return obj.as_dict()
        return super(ShopProvider, self).default(obj)


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL", "sqlite://")
    app.json = ShopProvider(app)
    db.init_app(app)

    from shop.stock import stock

    app.register_blueprint(stock)

    @app.errorhandler(500)
    def failed(error):
        # The type is what people search the log for.
        error = error.original_exception or error
        return jsonify(error=error.args[0]), 500

    from flask import got_request_exception

    got_request_exception.connect(lambda sender, **extra: None, app)

    with app.app_context():
        db.create_all()

    return app
