from flask import Flask

from shop.extensions import db

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
db.init_app(app)


@app.route('/')
def index():
    return 'index'
