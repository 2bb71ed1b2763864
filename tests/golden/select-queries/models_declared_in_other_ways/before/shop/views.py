from shop.models import Product, Review, db


def products():
    cheap = Product.query.filter(Product.cheap).order_by(Product.created).all()
    reviewed = Product.query.join(Product.reviews).all()
    names = db.session.query(Product.name, Product.cheap).all()
    reviews = Review.query.join(Review.product).filter(Product.name == "tea").all()
    return cheap, reviewed, names, reviews
