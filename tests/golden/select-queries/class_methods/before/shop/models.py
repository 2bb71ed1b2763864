from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Finder:
    """What all tables of the shop can do."""

    @classmethod
    def find(cls, key):
        return cls.query.get(key)

    @classmethod
    def listing(cls):
        return cls.query.order_by(cls.id).all()


class Product(Finder, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))
    price = db.Column(db.Integer)

    @classmethod
    def cheap(cls, limit):
        return cls.query.filter(cls.price < limit).all()

    @classmethod
    def called(cls, name):
        return cls.query.filter_by(name=name).first()

    @staticmethod
    def number():
        return Product.query.count()

    @property
    def rivals(self):
        return Product.query.filter(Product.price == self.price, Product.id != self.id).all()

    def cheaper(self):
        return self.query.filter(Product.price < self.price).count()

    def __repr__(self):
        return f"<{Product.query.count()}>"


class Customer(Finder, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))

    @classmethod
    def exists(cls, name):
        return db.session.query(cls.query.filter(cls.name == name).exists()).scalar()
