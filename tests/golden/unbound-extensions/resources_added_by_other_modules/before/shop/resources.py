from flask_restful import Resource
from shop import api


@api.resource('/items')
class Items(Resource):
    def get(self):
        return []


class Item(Resource):
    def get(self, number):
        return number


api.add_resource(Item, '/items/<int:number>')
