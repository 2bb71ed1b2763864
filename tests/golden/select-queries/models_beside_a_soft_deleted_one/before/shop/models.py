from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.query import Query

db = SQLAlchemy()


class SoftDelete(Query):
    def live(self):
        return self.filter_by(deleted=False)


class Product(db.Model):
    query_class = SoftDelete

    id = db.Column(db.Integer, primary_key=True)
    deleted = db.Column(db.Boolean, default=False)


class Customer(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))
