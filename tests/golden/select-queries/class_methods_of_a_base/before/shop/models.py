from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Record(db.Model):
    __abstract__ = True

    id = db.Column(db.Integer, primary_key=True)

    @classmethod
    def by_id(cls, key):
        return cls.query.get_or_404(key)

    @classmethod
    def page(cls, number):
        return cls.query.order_by(cls.id.desc()).paginate(page=number, per_page=10)


class Product(Record):
    name = db.Column(db.String(40))


class Book(Product):
    id = db.Column(db.ForeignKey("product.id"), primary_key=True)
    author = db.Column(db.String(40))


class Customer(Record):
    name = db.Column(db.String(40))
