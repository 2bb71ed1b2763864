# Setup the app
from flask import Flask


def create_app():
    app = Flask(__name__)

    # Setup the audit trail
    from . import audit
    audit.register(app)
    app.before_request(second)

    # Setup the logger
    from . import log
    log.register(app)
    register_blueprints(app)
    app.logger.setLevel(logging.INFO)
    return app


def register_blueprints(app):
    from .old import blueprint as old_blueprint

    views.register(app)
    app.register_blueprint(old_blueprint, url_prefix='/old')


# Setup the hooks
def second():
    order.append('second')


from .order import order

# Used by the views
def names():
    return views.__name__

# Import the views
from . import views

import logging


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
