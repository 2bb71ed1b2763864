from shop.models import Archive, Product


def listing():
    return Product.query.order_by(Product.id).all() + Archive.query.all()


def find(key):
    return Product.query.get_or_404(key)
