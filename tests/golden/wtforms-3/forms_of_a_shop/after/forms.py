import wtforms
from wtforms import Form, IntegerField, SelectField, StringField, validators
from wtforms.fields import EmailField
from wtforms.validators import DataRequired, Email, ValidationError
from wtforms.widgets import NumberInput


class EvenNumber(object):
    field_flags = {"even": True}

    def __call__(self, form, field):
        if field.data % 2:
            raise ValidationError("Even numbers only.")


class OrderForm(Form):
    name = StringField(u"Name", [DataRequired()])
    email = EmailField("E-mail", [Email(), validators.DataRequired()])
    count = IntegerField("Count", [EvenNumber()], widget=NumberInput(min=2))
    size = SelectField("Size", choices=[("s", "Small")])
    note = wtforms.StringField("Note")

    def validate_name(self, field):
        if field.data == "admin":
            raise ValidationError("Reserved.")


def order(data):
    form = OrderForm(data)
    if form.validate():
        return (form.note.data or "").strip()
    return form.errors
