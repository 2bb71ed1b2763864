from . import cart, products
