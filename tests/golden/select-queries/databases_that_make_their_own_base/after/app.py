from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.model import DefaultMeta, Model, _QueryProperty
from sqlalchemy import Column, Integer, select
from sqlalchemy.orm import declarative_base


class Numbered(Model):
    id = Column(Integer, primary_key=True)

    @classmethod
    def newest(cls):
        return cls.query.order_by(cls.id.desc()).first()


class Database(SQLAlchemy):
    def _make_declarative_base(self, model_class, disable_autonaming=False):
        model = declarative_base(
            cls=model_class, name="Model", metadata=self._make_metadata(None), metaclass=DefaultMeta
        )
        self.metadatas[None] = model.metadata
        model.query_class = self.Query
        model.query = _QueryProperty()
        model.__fsa__ = self
        return model


app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = Database(app, model_class=Numbered)


class Product(db.Model):
    name = Column(db.String(20), nullable=False)


with app.app_context():
    db.create_all()
    db.session.add_all([Product(name=name) for name in ("pen", "ink", "paper")])
    db.session.commit()


@app.route("/")
def index():
    return jsonify([product.name for product in db.session.scalars(
        select(Product).filter_by(name="ink")
    ).all()])


@app.route("/newest")
def newest():
    return Product.newest().name
