from sqlalchemy import select

from shop.models import Product, Review, db


def products():
    cheap = db.session.scalars(
        select(Product).where(Product.cheap).order_by(Product.created)
    ).all()
    reviewed = db.session.scalars(select(Product).join(Product.reviews)).unique().all()
    names = db.session.execute(select(Product.name, Product.cheap)).all()
    reviews = db.session.scalars(
        select(Review).join(Review.product).where(Product.name == "tea")
    ).all()
    return cheap, reviewed, names, reviews
