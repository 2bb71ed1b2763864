from django.forms import EmailField, Form


class Required(object):
    field_flags = ("required",)


class OrderForm(Form):
    email = EmailField(validators=[Required])

    def validate_email(self, field):
        raise ValueError("Reserved.")


def note(form):
    return form.note.data.strip(), form.errors[None]
