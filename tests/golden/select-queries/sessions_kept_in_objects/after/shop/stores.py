from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from shop.models import Customer, Order, db

Maker = sessionmaker()


class Customers:
    """Given its session by whoever makes it."""

    def __init__(self, session):
        self.session = session

    def named(self, name):
        return self.session.scalar(
            select(Customer).filter_by(name=name).limit(1)
        )

    def copy(self):
        return type(self)(self.session)


class Orders:
    """Has its session as a property."""

    @property
    def session(self):
        return db.session

    def big(self, least):
        return self.session.scalars(
            select(Order).where(Order.total >= least)
        ).all()


class Report:
    def __init__(self):
        self.customers = Customers(db.session)

    def size(self):
        # the session of another object
        return self.customers.session.scalar(select(func.count()).select_from(Order))

    @contextmanager
    def own_session(self):
        session = Maker()
        yield session
        session.close()

    def totals(self):
        with self.own_session() as session:
            return [total for (total,) in session.execute(select(Order.total))]


def walk(session, number):
    found = session.get(Customer, number)
    return [found, *step(session, number)]


def step(session, number):
    return walk(session, number - 1) if number else []


def start(session=None, **options):
    session = session or db.session
    return session.scalars(select(Order).order_by(Order.id)).all()


def run(**options):
    walk(db.session, 3)
    start(db.session, **options)
    return start()
