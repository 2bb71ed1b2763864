from flask import Blueprint
import flask_restx
from flask_restx import Api, Resource, fields
from flask_restx.fields import Raw

blueprint = Blueprint("api", __name__)
api = Api(blueprint, title="Shop")
order = api.model("Order", {"number": fields.Integer, "extra": Raw})


@api.route("/orders")
class Orders(Resource):
    @api.marshal_list_with(order)
    def get(self):
        return [{"number": 1}]


def version():
    return flask_restx.__version__
