from flask import Blueprint
import flask_restplus
from flask_restplus import Api, Resource, fields
from flask_restplus.fields import Raw

blueprint = Blueprint("api", __name__)
api = Api(blueprint, title="Shop")
order = api.model("Order", {"number": fields.Integer, "extra": Raw})


@api.route("/orders")
class Orders(Resource):
    @api.marshal_list_with(order)
    def get(self):
        return [{"number": 1}]


def version():
    return flask_restplus.__version__
