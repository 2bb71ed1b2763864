from sqlalchemy import select

from shop import app, db
from shop.models import Customer


@app.route("/customers/<name>")
def customer(name):
    found = db.session.scalar(select(Customer).filter_by(name=name).limit(1))  # or None
    return str(found.id) if found else "none"


@app.teardown_request
def leave(error):
    db.session.rollback()
