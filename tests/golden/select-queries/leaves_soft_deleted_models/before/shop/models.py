from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.query import Query

db = SQLAlchemy()


class SoftDelete(Query):
    def __new__(cls, *args, **kwargs):
        query = super().__new__(cls)
        query._with_deleted = kwargs.pop("_with_deleted", False)
        return query


class Deletable:
    query_class = SoftDelete

    deleted = db.Column(db.Boolean, default=False)


class Product(Deletable, db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Archive(Product):
    id = db.Column(db.ForeignKey("product.id"), primary_key=True)
