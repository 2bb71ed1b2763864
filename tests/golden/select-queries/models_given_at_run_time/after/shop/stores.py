from sqlalchemy import func, select

from shop.models import Customer, Order, db


class Store:
    model = None

    def all(self):
        return db.session.scalars(select(self.model)).unique().all()

    def get(self, number):
        return db.session.get(self.model, number)

    def newest(self):
        return db.session.scalar(
            select(self.model).order_by(self.model.id.desc()).limit(1)
        )

    def find(self, **criteria):
        return db.session.scalars(
            select(self.model).filter_by(**criteria)
        ).unique().one_or_none()

    def size(self):
        return db.session.scalar(select(func.count()).select_from(self.model))


class Customers(Store):
    model = Customer


class Orders(Store):
    model = Order


def exists(model, number):
    return db.session.scalars(
        select(model).where(model.id == number)
    ).unique().one() is not None


def check(number):
    return exists(Customer, number) and exists(model=Order, number=number)
