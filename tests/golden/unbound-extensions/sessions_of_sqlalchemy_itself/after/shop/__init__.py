from flask import Flask

app = Flask(__name__)
app.config["DATABASE_URI"] = "sqlite://"

from shop import views
