from contextlib import contextmanager

from sqlalchemy.orm import sessionmaker

from shop.models import Customer, Order, db

Maker = sessionmaker()


class Customers:
    """Given its session by whoever makes it."""

    def __init__(self, session):
        self.session = session

    def named(self, name):
        return self.session.query(Customer).filter_by(name=name).first()

    def copy(self):
        return type(self)(self.session)


class Orders:
    """Has its session as a property."""

    @property
    def session(self):
        return db.session

    def big(self, least):
        return self.session.query(Order).filter(Order.total >= least).all()


class Report:
    def __init__(self):
        self.customers = Customers(db.session)

    def size(self):
        # the session of another object
        return self.customers.session.query(Order).count()

    @contextmanager
    def own_session(self):
        session = Maker()
        yield session
        session.close()

    def totals(self):
        with self.own_session() as session:
            return [total for (total,) in session.query(Order.total)]


def walk(session, number):
    found = session.query(Customer).get(number)
    return [found, *step(session, number)]


def step(session, number):
    return walk(session, number - 1) if number else []


def start(session=None, **options):
    session = session or db.session
    return session.query(Order).order_by(Order.id).all()


def run(**options):
    walk(db.session, 3)
    start(db.session, **options)
    return start()
