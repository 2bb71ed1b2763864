from flask import render_template, url_for

from shop import app
from shop.helpers import cart_link


@app.route("/")
def index():
    return render_template("index.html", cart=cart_link())


@app.route("/products/<int:number>")
def product(number):
    return url_for("product", number=number + 1)
