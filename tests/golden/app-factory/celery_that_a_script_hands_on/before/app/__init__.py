from app.api.pages import bp as pages
from app.api import app, celery

app.register_blueprint(pages)  # Everything that can be read.
