from .core import Site

web_app = Site(__name__)
web_app.setup()

from . import views
