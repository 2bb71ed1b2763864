from flask import Blueprint, jsonify, request
from marshmallow import ValidationError

from shop.extensions import db
from shop.schemas import CustomerSchema, OrderSchema

customers = Blueprint("customers", __name__)
order_schema = OrderSchema()


@customers.route("/customers", methods=["POST"])
def create():
    schema = CustomerSchema()
    try:
        customer = schema.load(
            request.get_json(),
            session=db.session,
        )
    except ValidationError as error:
        # the form shows these
        return jsonify(error.messages), 422
    db.session.add(customer)
    db.session.commit()
    return jsonify(schema.dump(customer)), 201


@customers.route("/orders", methods=["POST"])
def order():
    return jsonify(order_schema.load(request.get_json()))


@customers.route("/customers/<int:id>")
def show(id):
    result = CustomerSchema().dump(db.session.get(id))
    return jsonify(result)
