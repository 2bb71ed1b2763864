import os

os.environ.setdefault('MODE', 'production')

from shop import app, about
from shop import views

app.register_blueprint(about.bp)
