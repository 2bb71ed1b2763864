from flask import Flask
from flask_restful import Api, Resource

app = Flask(__name__)
api = Api(app)


class Item(Resource):
    def get(self, name):
        return name


api.add_resource(Item, '/<name>')


@app.route('/<page>')
def page(page):
    return page
