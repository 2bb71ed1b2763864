from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy()


def create_app(config='shop.settings'):
    app.config.from_object(config)
    db.init_app(app)

    from shop.views import main
    app.register_blueprint(main)
    return app
