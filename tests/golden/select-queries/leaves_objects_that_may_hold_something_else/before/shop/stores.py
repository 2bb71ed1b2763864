"""Nothing here is always a session, whatever it is called."""

import pysolr

from shop.models import Customer, Order, db


class Playing:
    """Has a query() that is not a session's."""

    def __init__(self, session):
        self.inner = session

    def query(self, *entities):
        return self.inner.query(*entities).filter_by(active=True)


class Customers:
    def __init__(self, session):
        self.session = session

    def all(self):
        return self.session.query(Customer).all()


def customers():
    return Customers(db.session), Customers(Playing(db.session))


class Orders:
    def __init__(self, session):
        self.session = session

    def all(self):
        return self.session.query(Order).all()


def orders():
    found = Orders(db.session)
    found.session = pysolr.Solr("http://localhost")
    return found


class Base:
    session = db.session

    def first(self):
        return self.session.query(Order).first()


class Fake(Base):
    session = Playing(db.session)


def names(session):
    return [each.name for each in session.query(Customer).all()]


def use_names(registry):
    registry.append(names)
    return names(db.session)


def some(model):
    return db.session.query(model).all()


def use_some():
    return some(Customer), some(Order.total)
