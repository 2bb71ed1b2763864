from flask import Flask
from flask_restful import Api, Resource

app = Flask(__name__)
api = Api(app)


class Item(Resource):
    def get(self):
        return 1


def register():
    api.add_resource(Item, '/item')


register()
