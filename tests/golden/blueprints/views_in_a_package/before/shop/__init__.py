from flask import Flask

app = Flask(__name__)
app.secret_key = "shop"

from . import views  # noqa
from .helpers import money  # noqa

app.jinja_env.filters["money"] = money
