from flask import Flask

from app.extensions import db

app = Flask(__name__)
app.config.from_object('app.settings')

# Setup the database
db.init_app(app)

from app import admin
