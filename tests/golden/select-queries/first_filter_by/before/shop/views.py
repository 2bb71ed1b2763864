from shop import app, db
from shop.models import Customer


@app.route("/customers/<name>")
def customer(name):
    found = Customer.query.filter_by(name=name).first()  # or None
    return str(found.id) if found else "none"


@app.teardown_request
def leave(error):
    db.session.rollback()
