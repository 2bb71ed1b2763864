from voluptuous import Schema
from webapp import fields, post_load


class UserSchema(Schema):
    name = fields.Str(missing="susan", default="susan")

    class Meta:
        strict = True

    @post_load
    def make(self, data):
        return data


def load(schema, document):
    data, errors = schema.load(document)
    if errors:
        return errors
    return UserSchema(strict=True).dump(data).data
