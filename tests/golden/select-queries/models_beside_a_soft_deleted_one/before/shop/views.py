from shop.models import Customer, Product, db


def customers():
    return Customer.query.order_by(Customer.name).all()


def products():
    # session.query() does not look at query_class.
    return db.session.query(Product).filter(Product.deleted.is_(False)).all()


def live():
    return Product.query.live().all()
