import os

from flask import Flask
from flask_migrate import Migrate, upgrade

from database import db

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
db.init_app(app)
migrate = Migrate()
migrate.init_app(app, db)

if os.path.isdir('migrations'):
    with app.app_context():
        upgrade()


@app.route('/')
def index():
    return 'index'
