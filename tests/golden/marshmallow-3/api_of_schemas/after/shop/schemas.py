from marshmallow import (EXCLUDE, ValidationError, fields, post_load, pre_load,
                         validates)

from shop.extensions import ma
from shop.models import Customer


class BaseSchema(ma.Schema):
    class Meta:
        unknown = EXCLUDE


class CustomerSchema(ma.SQLAlchemyAutoSchema):
    """A customer as forms send it."""

    class Meta:
        model = Customer
        dump_only = ("id",)
        include_relationships = True
        load_instance = True
        unknown = EXCLUDE

    link = ma.URLFor("customers.show", values=dict(id="<id>"))


class OrderSchema(BaseSchema):
    number = fields.Int(required=True)
    currency = fields.Str(load_default="EUR", dump_default="EUR")   # the shop's own
    ordered_at = fields.DateTime(data_key="orderedAt")
    comment = fields.Str(load_from="note")

    @pre_load
    def strip(self, data, **kwargs):
        # forms send spaces
        if "currency" in data:
            data["currency"] = data["currency"].strip()
        return data

    @validates("currency")
    def known_currency(self, value, **kwargs):
        if value not in ("EUR", "USD"):
            raise ValidationError("unknown")

    @post_load
    def make(self, data, **kwargs):
        return dict(data, made=True)
