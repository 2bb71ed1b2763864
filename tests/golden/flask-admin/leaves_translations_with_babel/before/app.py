from flask import Flask
from flask_admin import Admin
from flask_babel import Babel

app = Flask(__name__)
app.secret_key = "x"
Babel(app)
admin = Admin(app, name="shop")
