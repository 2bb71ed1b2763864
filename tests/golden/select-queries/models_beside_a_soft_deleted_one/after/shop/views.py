from sqlalchemy import select

from shop.models import Customer, Product, db


def customers():
    return db.session.scalars(select(Customer).order_by(Customer.name)).all()


def products():
    # session.query() does not look at query_class.
    return db.session.scalars(select(Product).where(Product.deleted.is_(False))).all()


def live():
    return Product.query.live().all()
