"""WTForms' removed and renamed API, as WTForms 3 has it.

What it does
    Rewrites what WTForms removed, renamed or moved between 1 and 3: ``TextField``, ``Required``, the ``html5`` modules,
    ``wtforms.ext``, ``wtforms.compat``, flags and choices of fields. Validators raise ``ValidationError``, and
    ``email-validator`` is declared where the Email validator is used.

Why
    Most of it is an error on import. Some is not seen before a form is sent: a ``ValueError`` of a validator, or the
    data of a text field that was not sent, which is None today.

Example before
        from wtforms import Form, TextField
        from wtforms.fields.html5 import EmailField
        from wtforms.validators import Required


        class Registration(Form):
            name = TextField("Name", [Required()])
            email = EmailField("E-mail")

            def validate_name(self, field):
                if field.data == "admin":
                    raise ValueError("That name is taken.")

Example after
        from wtforms import Form, StringField
        from wtforms.fields import EmailField
        from wtforms.validators import DataRequired, ValidationError


        class Registration(Form):
            name = StringField("Name", [DataRequired()])
            email = EmailField("E-mail")

            def validate_name(self, field):
                if field.data == "admin":
                    raise ValidationError("That name is taken.")

Safety
    Names are rewritten through their imports, methods and data where the object is known to be a form.

References
    https://wtforms.readthedocs.io/en/stable/changes/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="wtforms-3",
    order=18,
    summary="WTForms' removed API becomes that of WTForms 3",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.wtforms_3.table",
    guide="Technology Stack",
    library="WTForms",
)
