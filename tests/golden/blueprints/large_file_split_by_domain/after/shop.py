"""A shop in one file."""
import os

from flask import Flask

from orders import bp as orders_bp
from products import bp as products_bp
from views import bp as main_bp

app = Flask(__name__)
app.secret_key = "shop"
app.config["PER_PAGE"] = 2

app.register_blueprint(main_bp)
app.register_blueprint(products_bp)
app.register_blueprint(orders_bp)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
