import wtforms
from wtforms import Form, IntegerField, SelectField, TextField, validators
from wtforms.fields.html5 import EmailField
from wtforms.validators import Email, Required, ValidationError
from wtforms.widgets.html5 import NumberInput


class EvenNumber(object):
    field_flags = ("even",)

    def __call__(self, form, field):
        if field.data % 2:
            raise ValidationError("Even numbers only.")


class OrderForm(Form):
    name = TextField(u"Name", [Required()])
    email = EmailField("E-mail", [Email(), validators.Required()])
    count = IntegerField("Count", [EvenNumber()], widget=NumberInput(min=2))
    size = SelectField("Size", choices=[("s", "Small")])
    note = wtforms.TextField("Note")

    def validate_name(self, field):
        if field.data == "admin":
            raise ValueError("Reserved.")


def order(data):
    form = OrderForm(data)
    if form.validate():
        return form.note.data.strip()
    return form.errors
