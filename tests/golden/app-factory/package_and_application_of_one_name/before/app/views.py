import app as package
from app import app


@app.route('/')
def index():
    return app.config['NAME'] + package.app.name
