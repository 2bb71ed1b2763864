from flask import Flask

from watchlist.extensions import db, mail

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'

db.init_app(app)
db.app = app
mail.init_app(app)
mail.app = app

from watchlist import views
