from marshmallow import Schema, ValidationError, fields, pre_load, validate


class UserSchema(Schema):
    name = fields.Str(validate=lambda name: len(name) > 2)
    age = fields.Int(validate=validate.Range(min=1))

    @pre_load
    def check(self, data, **kwargs):
        if data.get("name") == "root":
            raise ValidationError("taken", field_name="name")
        if data.get("age") == data.get("name"):
            raise ValidationError("the same", field_names=["name", "age"])
        return data


def validated(name, validate=lambda value: value > 2):
    return validate(name)


print(validated(3, validate=lambda value: value > 1))
