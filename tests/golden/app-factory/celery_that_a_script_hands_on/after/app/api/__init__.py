from celery import Celery
from flask import Flask


def create_app():
    app = Flask(__name__)
    app.config["CELERY_BROKER_URL"] = "memory://"
    celery_init_app(app)
    register_routes(app)
    return app


def celery_init_app(app):
    celery = Celery(app.name, broker=app.config["CELERY_BROKER_URL"])
    celery.conf.update(app.config)

    class ContextTask(celery.Task):
        def __call__(self, *args, **kwargs):
            with app.app_context():
                return self.run(*args, **kwargs)

    celery.Task = ContextTask
    celery.set_default()
    app.extensions["celery"] = celery


def register_routes(app):
    from app import register as register_app

    register_app(app)


def __getattr__(name):
    """Makes `app` and `celery` when first asked: for what still imports them from here."""
    if name in ("app", "celery"):
        globals()["app"] = create_app()
        globals()["celery"] = globals()["app"].extensions["celery"]
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
