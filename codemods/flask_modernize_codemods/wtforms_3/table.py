"""What WTForms moved, renamed or removed up to 3.1; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import (
    Moved,
    MovedModule,
    ReplacedCall,
    ReplacedName,
    Reported,
    Rule,
)
from flask_modernize_codemods.wtforms_3 import (
    choices,
    class_headers,
    email_validators,
    field_flags,
    form_errors,
    locales,
    text_data,
    validator_classes,
    validator_errors,
)

_CORE_FIELDS = (
    "BooleanField DateField DateTimeField DecimalField FieldList FloatField FormField IntegerField RadioField"
    " SelectField SelectFieldBase SelectMultipleField StringField TimeField"
)

_NAMES: tuple[Rule, ...] = (
    *(
        Moved("wtforms-textfield", f"wtforms.{module}TextField", f"wtforms.{new}StringField")
        for module, new in (
            ("", ""),
            ("fields.", "fields."),
            ("fields.simple.", "fields."),
            ("fields.core.", "fields."),
        )
    ),
    Moved("wtforms-required", "wtforms.validators.Required", "wtforms.validators.DataRequired"),
    Moved("wtforms-required", "wtforms.validators.required", "wtforms.validators.data_required"),
    MovedModule("wtforms-fields-html5", "wtforms.fields.html5", "wtforms.fields"),
    MovedModule("wtforms-widgets-html5", "wtforms.widgets.html5", "wtforms.widgets"),
    *(
        Moved("wtforms-fields-core", f"wtforms.fields.core.{name}", f"wtforms.fields.{name}")
        for name in _CORE_FIELDS.split()
    ),
    Moved("wtforms-ext-i18n", "wtforms.ext.i18n.form.Form", "wtforms.Form"),
    MovedModule("wtforms-ext-sqlalchemy", "wtforms.ext.sqlalchemy.*", "wtforms_sqlalchemy"),
    *(
        Moved("wtforms-htmlstring", f"wtforms.widgets.{old}", f"markupsafe.{new}")
        for old, new in (
            ("HTMLString", "Markup"),
            ("core.HTMLString", "Markup"),
            ("core.escape_html", "escape"),
            ("escape_html", "escape"),
        )
    ),
)

_COMPAT: tuple[Rule, ...] = (
    ReplacedName("wtforms-compat", "wtforms.compat.text_type", "str"),
    ReplacedName("wtforms-compat", "wtforms.compat.string_types", "(str,)"),
    ReplacedName("wtforms-compat", "wtforms.compat.izip", "zip"),
    ReplacedCall("wtforms-compat", "wtforms.compat.iteritems", "{0}.items()", arguments=(1, 1)),
    ReplacedCall("wtforms-compat", "wtforms.compat.itervalues", "{0}.values()", arguments=(1, 1)),
)

_GONE: tuple[Rule, ...] = (
    *(
        Reported(
            "wtforms-ext-csrf",
            f"wtforms.ext.csrf.{name}",
            "the forms of `wtforms.ext.csrf` are gone",
            "Set `csrf = True`, `csrf_class = SessionCSRF`, `csrf_secret` in the form's `class Meta`, or derive it from"
            " `flask_wtf.FlaskForm`.",
        )
        for name in ("SecureForm", "form.SecureForm", "session.SessionSecureForm", "fields.CSRFTokenField")
    ),
    *(
        Reported("wtforms-ext-other", f"wtforms.ext.{name}", "`wtforms.ext` is gone", advice)
        for name, advice in (
            ("appengine.db.model_form", "Install WTForms-Appengine, and import from `wtforms_appengine`."),
            ("appengine.ndb.model_form", "Install WTForms-Appengine, and import from `wtforms_appengine`."),
            ("appengine.fields.ReferencePropertyField", "Install WTForms-Appengine."),
            ("django.orm.model_form", "Install WTForms-Django, and import from `wtforms_django`."),
            ("django.fields.QuerySetSelectField", "Install WTForms-Django, and import from `wtforms_django`."),
            ("django.fields.ModelSelectField", "Install WTForms-Django, and import from `wtforms_django`."),
            ("dateutil.fields.DateTimeField", "Write a field that parses with `dateutil.parser.parse`."),
            ("dateutil.fields.DateField", "Write a field that parses with `dateutil.parser.parse`."),
        )
    ),
    Reported(
        "wtforms-get-translations",
        "wtforms.Form._get_translations",
        "WTForms no longer calls this method, and nothing says so",
        "Define `get_translations(self, form)` in the form's `class Meta`.",
        overridden=True,
    ),
    *(
        Reported(
            "wtforms-datetimefield",
            name,
            'the field renders `<input type="datetime">`, which browsers do not know any more',
            "Take `DateTimeLocalField`; what it shows and takes has a `T` between date and time.",
            called=True,
        )
        for name in ("wtforms.DateTimeField", "wtforms.fields.DateTimeField", "wtforms.fields.html5.DateTimeField")
    ),
)

RULES: tuple[Rule, ...] = (*_NAMES, *_COMPAT, *_GONE)

MATCHERS = (
    class_headers.MATCHER,
    choices.ITERATION,
    choices.MISSING,
    field_flags.MATCHER,
    form_errors.MATCHER,
    locales.MATCHER,
    text_data.MATCHER,
    validator_classes.MATCHER,
    validator_errors.MATCHER,
)

CODEMODS = (email_validators.plan, email_validators.plan_sqlalchemy)
