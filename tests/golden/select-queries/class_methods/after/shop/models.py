from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

db = SQLAlchemy()


class Finder:
    """What all tables of the shop can do."""

    @classmethod
    def find(cls, key):
        return db.session.get(cls, key)

    @classmethod
    def listing(cls):
        return db.session.scalars(select(cls).order_by(cls.id)).all()


class Product(Finder, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))
    price = db.Column(db.Integer)

    @classmethod
    def cheap(cls, limit):
        return db.session.scalars(select(cls).where(cls.price < limit)).all()

    @classmethod
    def called(cls, name):
        return db.session.scalar(select(cls).filter_by(name=name).limit(1))

    @staticmethod
    def number():
        return db.session.scalar(select(func.count()).select_from(Product))

    @property
    def rivals(self):
        return db.session.scalars(
            select(Product).where(Product.price == self.price, Product.id != self.id)
        ).all()

    def cheaper(self):
        return db.session.scalar(
            select(func.count()).select_from(type(self)).where(Product.price < self.price)
        )

    def __repr__(self):
        return f"<{db.session.scalar(select(func.count()).select_from(Product))}>"


class Customer(Finder, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))

    @classmethod
    def exists(cls, name):
        return db.session.scalar(select(select(cls).where(cls.name == name).exists()))
