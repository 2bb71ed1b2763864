from flask import Flask

app = Flask(__name__)
app.secret_key = "shop"

from . import views  # noqa
from .helpers import money  # noqa
from .views.cart import bp as cart_bp
from .views.products import bp as products_bp

app.register_blueprint(cart_bp)
app.register_blueprint(products_bp)

app.jinja_env.filters["money"] = money
