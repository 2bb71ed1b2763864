# Setup the app
from flask import Flask
app = Flask(__name__)

# Setup the audit trail
from . import audit

# Setup the hooks
@app.before_request
def second():
    order.append('second')


from .order import order

# Setup the logger
from site_pkg.log import logger

# Used by the views
def names():
    return views.__name__

# Import the views
from . import old, views
app.register_blueprint(old.blueprint, url_prefix='/old')

import logging
app.logger.setLevel(logging.INFO)
