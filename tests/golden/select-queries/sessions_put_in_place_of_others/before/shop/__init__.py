from flask import Flask

from shop.models import db


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    db.replica = create_replica(db)
    from shop.views import bp

    app.register_blueprint(bp)
    return app


def create_replica(db):
    options = {"autoflush": False}
    if hasattr(db, "create_scoped_session"):
        return db.create_scoped_session(options=options)
    return db._make_scoped_session(options)
