from flask_sqlalchemy import SQLAlchemy
from werkzeug.local import LocalProxy

db = SQLAlchemy()
# Tests put a session of their own, which they roll back, into db.current.
db.current = db.session
db.session = LocalProxy(lambda: db.current)
db.replica = db.session


class Product(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(20), nullable=False)
