from flask import url_for


def money(value):
    return "%.2f" % value


def cart_link():
    return url_for("cart.show_cart")
