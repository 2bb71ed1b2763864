from sqlalchemy import select

from shop import app, db
from shop.models import Customer


@app.route("/customers/<name>")
def customer(name):
    customer = db.session.scalars(select(Customer).filter_by(name=name).limit(1)).first()  # names are not unique
    return str(customer.id) if customer else "none"


@app.teardown_request
def leave(error):
    db.session.rollback()
