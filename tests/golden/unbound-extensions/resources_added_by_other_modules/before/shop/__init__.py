from flask import Flask
from flask_restful import Api

app = Flask(__name__)

# The API
api = Api(app, prefix='/api')


@app.errorhandler(404)
def missing(error):
    return 'missing', 404


from shop import resources, views
