"""Flask-WTF's removed and renamed API, as Flask-WTF 1.2 has it.

What it does
    Rewrites what Flask-WTF removed, renamed or moved between 0.8 and 1.2: ``Form``, ``CsrfProtect``, ``html5``, the
    fields and validators that it used to offer, ``csrf_enabled``, ``validate_csrf`` in conditions, ``validate`` without
    ``extra_validators``, ``CSRF_ENABLED``.

Why
    Much of it is no error: ``flask_wtf.Form`` is the plain form of WTForms today, without protection against forged
    requests, and ``csrf_enabled=False`` is passed over.

Example before
        from flask_wtf import Form
        from wtforms import StringField


        class Search(Form):
            words = StringField("Words")

            def validate(self):
                return Form.validate(self) and len(self.words.data) > 2


        form = Search(csrf_enabled=False)

Example after
        from flask_wtf import FlaskForm
        from wtforms import StringField


        class Search(FlaskForm):
            words = StringField("Words")

            def validate(self, extra_validators=None):
                return FlaskForm.validate(self, extra_validators) and len(self.words.data) > 2


        form = Search(meta={"csrf": False})

Safety
    Names are rewritten through their imports, methods and keywords where the class is known to be a form of Flask-WTF.
    ``CSRF_ENABLED = False`` is only renamed where the declared version looks at it (below 0.9): it would turn off the
    protection that later versions give in spite of it.

References
    https://flask-wtf.readthedocs.io/en/stable/changes/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import changed_settings, library_migration

MIGRATION = library_migration(
    id="flask-wtf",
    order=17,
    summary="Flask-WTF's removed API becomes that of Flask-WTF 1.2",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_wtf.table",
    guide="Technology Stack",
    library="Flask-WTF",
    intended=changed_settings("the setting has another name today", "CSRF_*", "WTF_CSRF_*", "RECAPTCHA_*"),
)
