from app import app, hasher
from app.extensions import audit, db


@app.route('/')
def index():
    return f'{audit.name} {db.ping()} {hasher is not None}'
