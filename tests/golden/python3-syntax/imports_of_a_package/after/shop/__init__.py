from .app import app
from . import views
