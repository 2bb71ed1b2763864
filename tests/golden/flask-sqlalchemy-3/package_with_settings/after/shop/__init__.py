from flask import Flask
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


def create_app(config='config.Config'):
    app = Flask(__name__)
    app.config.from_object(config)
    db.init_app(app)
    from shop.views import views
    app.register_blueprint(views)
    with app.app_context():
        db.create_all()
    return app
