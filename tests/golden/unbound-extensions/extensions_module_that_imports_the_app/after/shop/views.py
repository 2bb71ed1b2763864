from shop import app
from shop.extensions import db


@app.route('/')
def index():
    return str(db.engine.url)
