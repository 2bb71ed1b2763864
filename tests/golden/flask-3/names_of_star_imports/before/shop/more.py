from shop.base import *
from shop import app


@app.route("/more")
def more():
    return escape("<more>") + Markup("<p>")


def mine(Markup):
    return Markup
