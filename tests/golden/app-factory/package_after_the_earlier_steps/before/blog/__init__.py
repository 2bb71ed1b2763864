import logging

from flask import Flask, request

from blog.config import get_config
from blog.extensions import db, login_manager

app = Flask(__name__)
app.config.from_object(get_config())

db.init_app(app)
login_manager.init_app(app)
login_manager.login_view = "main.index"
login_manager.login_message_category = "info"

if not app.debug:
    # Only in production.
    handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(
        "%(asctime)s %(levelname)s: %(message)s "
        "[in %(pathname)s:%(lineno)d]"))
    handler.setLevel(logging.INFO)
    app.logger.addHandler(handler)
    app.logger.setLevel(logging.INFO)


@app.context_processor
def inject_title():
    return {"blog_title": app.config["TITLE"]}


@login_manager.user_loader
def load_user(user_id):
    return models.User.query.get(int(user_id))


def wants_json():
    return request.accept_mimetypes.best == "application/json"


from blog import routes, errors, models
from blog.pages.views import pages_blueprint
app.register_blueprint(routes.bp)
app.register_blueprint(errors.bp)
app.register_blueprint(pages_blueprint, url_prefix="/about")
