from app import app, audit, db, hasher


@app.route('/')
def index():
    return f'{audit.name} {db.ping()} {hasher is not None}'
