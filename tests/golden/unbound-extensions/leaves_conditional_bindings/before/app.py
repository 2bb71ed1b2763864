import os

from flask import Flask
from flask_debugtoolbar import DebugToolbarExtension
from raven.contrib.flask import Sentry

app = Flask(__name__)

if app.debug:
    toolbar = DebugToolbarExtension(app)

if 'SENTRY_DSN' in os.environ:
    sentry = Sentry(dsn=os.environ['SENTRY_DSN'])
    sentry.init_app(app)

try:
    from flask_compress import Compress
    Compress(app)
except ImportError:
    pass
