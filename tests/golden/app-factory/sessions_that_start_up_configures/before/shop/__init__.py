from flask import Flask

app = Flask(__name__)
app.config["DATABASE_URI"] = "sqlite://"

from shop import views
from shop import things, orders

app.register_blueprint(things.mod)
app.register_blueprint(orders.mod)

from shop import text

app.jinja_env.filters["big"] = text.big
app.jinja_env.filters["small"] = text.small
