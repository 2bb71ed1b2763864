from flask import Flask

from shop.extensions import api

app = Flask(__name__)


@app.errorhandler(404)
def missing(error):
    return 'missing', 404


from shop import resources, views

api.init_app(app)
