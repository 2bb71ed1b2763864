import os

from watchlist import app


@app.route('/')
def index():
    return os.path.basename(app.config['SQLALCHEMY_DATABASE_URI'])
