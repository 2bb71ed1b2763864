from marshmallow import ValidationError, fields, post_load, pre_load, validates

from shop.extensions import ma
from shop.models import Customer


class BaseSchema(ma.Schema):
    class Meta:
        strict = True


class CustomerSchema(ma.ModelSchema):
    """A customer as forms send it."""

    class Meta:
        model = Customer
        dump_only = ("id",)

    link = ma.URLFor("customers.show", id="<id>")


class OrderSchema(BaseSchema):
    number = fields.Int(required=True)
    currency = fields.Str(missing="EUR", default="EUR")   # the shop's own
    ordered_at = fields.DateTime(load_from="orderedAt", dump_to="orderedAt")
    comment = fields.Str(load_from="note")

    @pre_load
    def strip(self, data):
        # forms send spaces
        if "currency" in data:
            data["currency"] = data["currency"].strip()

    @validates("currency")
    def known_currency(self, value):
        if value not in ("EUR", "USD"):
            raise ValidationError("unknown")

    @post_load
    def make(self, data):
        return dict(data, made=True)
