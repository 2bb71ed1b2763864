import logging

from flask import Flask, current_app, request

from blog.config import get_config
from blog.extensions import db, login_manager


def create_app(config_name=None):
    app = Flask(__name__)
    app.config.from_object(get_config(config_name))
    register_extensions(app)
    configure_logging(app)
    app.context_processor(inject_title)
    register_blueprints(app)
    return app


def register_extensions(app):
    db.init_app(app)
    login_manager.init_app(app)
    login_manager.login_view = "main.index"
    login_manager.login_message_category = "info"


def configure_logging(app):
    if not app.debug:
        # Only in production.
        handler = logging.NullHandler()
        handler.setFormatter(logging.Formatter(
            "%(asctime)s %(levelname)s: %(message)s "
            "[in %(pathname)s:%(lineno)d]"))
        handler.setLevel(logging.INFO)
        app.logger.addHandler(handler)
        app.logger.setLevel(logging.INFO)


def register_blueprints(app):
    from blog.routes import bp as main_bp
    from blog.errors import bp as errors_bp
    from blog.pages.views import pages_blueprint

    app.register_blueprint(main_bp)
    app.register_blueprint(errors_bp)
    app.register_blueprint(pages_blueprint, url_prefix="/about")


def inject_title():
    return {"blog_title": current_app.config["TITLE"]}


@login_manager.user_loader
def load_user(user_id):
    return models.User.query.get(int(user_id))


def wants_json():
    return request.accept_mimetypes.best == "application/json"


from blog import models


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == "app":
        globals()["app"] = create_app()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
