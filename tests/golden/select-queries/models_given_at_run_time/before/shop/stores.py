from shop.models import Customer, Order, db


class Store:
    model = None

    def all(self):
        return db.session.query(self.model).all()

    def get(self, number):
        return db.session.query(self.model).get(number)

    def newest(self):
        return db.session.query(self.model).order_by(self.model.id.desc()).first()

    def find(self, **criteria):
        return db.session.query(self.model).filter_by(**criteria).one_or_none()

    def size(self):
        return db.session.query(self.model).count()


class Customers(Store):
    model = Customer


class Orders(Store):
    model = Order


def exists(model, number):
    return db.session.query(model).filter(model.id == number).one() is not None


def check(number):
    return exists(Customer, number) and exists(model=Order, number=number)
