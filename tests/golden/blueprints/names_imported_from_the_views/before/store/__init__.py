from flask import Flask

app = Flask(__name__)
from store.views import index, LIMIT
from store.errors import *
app.config["LIMIT"] = LIMIT
