from flask_jwt_extended import jwt_required
from flask_restful import Resource


class Item(Resource):
    @jwt_required()
    def get(self, name):
        return {'name': name}


class ItemList(Resource):
    def get(self):
        return {'items': []}
