import datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.ext.hybrid import hybrid_property


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Dated:
    created: Mapped[datetime.datetime] = mapped_column(default=datetime.datetime.now)


class Product(Dated, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    price: Mapped[int]
    reviews: Mapped[list["Review"]] = relationship(back_populates="product", lazy="selectin")

    @hybrid_property
    def cheap(self):
        return self.price < 10


class Review(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(db.ForeignKey("product.id"))
    product: Mapped[Product] = relationship(back_populates="reviews")
