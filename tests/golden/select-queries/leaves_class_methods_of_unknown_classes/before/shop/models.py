from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.query import Query

db = SQLAlchemy()


class VisibleQuery(Query):
    def __iter__(self):
        return iter(Query.filter_by(self, hidden=False).all())


class Finder:
    @classmethod
    def listing(cls):
        return cls.query.all()


class Product(Finder, db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Customer(Finder, db.Model):
    query_class = VisibleQuery

    id = db.Column(db.Integer, primary_key=True)
    hidden = db.Column(db.Boolean)


class Unused:
    @classmethod
    def listing(cls):
        return cls.query.all()


class Searcher:
    """Has a query of its own."""

    def __init__(self, query):
        self.query = query

    def words(self):
        return self.query.split()

    def all(self):
        return self.query.all()


def find(model, key):
    return model.query.get(key)


def first(self):
    return self.query.first()
