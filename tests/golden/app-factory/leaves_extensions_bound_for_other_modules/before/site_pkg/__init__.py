from flask import Flask
from flask_mail import Mail

app = Flask(__name__)
mail = Mail(app)

from site_pkg import views
