"""What Flask-WTF moved, renamed or removed up to 1.2; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import (
    Moved,
    MovedModule,
    RemovedKeyword,
    Reported,
    Rule,
)
from flask_modernize_codemods.flask_wtf import (
    csrf_checks,
    csrf_error_handlers,
    csrf_keywords,
    deletions,
    uploads,
    validation,
)
from flask_modernize_codemods.flask_wtf.configuration import CONFIG_RULES as CONFIG_RULES

_FIELDS = (
    "BooleanField DateField DateTimeField DecimalField FieldList FloatField FormField HiddenField IntegerField"
    " PasswordField RadioField SelectField SelectMultipleField SubmitField TextAreaField"
)
_VALIDATORS = (
    "Email EqualTo IPAddress InputRequired Length NumberRange Optional Regexp URL AnyOf NoneOf ValidationError email"
    " equal_to ip_address length number_range optional regexp url any_of none_of"
)
_HTML5_FIELDS = (
    "DateField DateTimeField DateTimeLocalField DecimalField DecimalRangeField EmailField IntegerField"
    " IntegerRangeField SearchField TelField TimeField URLField"
)
_HTML5_WIDGETS = (
    "ColorInput DateInput DateTimeInput DateTimeLocalInput EmailInput MonthInput NumberInput RangeInput SearchInput"
    " TelInput TimeInput URLInput WeekInput"
)

_NAMES: tuple[Rule, ...] = (
    Moved("wtf-form", "flask_wtf.Form", "flask_wtf.FlaskForm"),
    Moved("wtf-form", "flask_wtf.form.Form", "flask_wtf.FlaskForm"),
    Moved("wtf-csrfprotect", "flask_wtf.CsrfProtect", "flask_wtf.CSRFProtect"),
    Moved("wtf-csrfprotect", "flask_wtf.csrf.CsrfProtect", "flask_wtf.csrf.CSRFProtect"),
    Moved("wtf-csrferror", "flask_wtf.csrf.CsrfError", "flask_wtf.csrf.CSRFError"),
    *(Moved("wtf-html5-module", f"flask_wtf.html5.{name}", f"wtforms.{name}") for name in _HTML5_FIELDS.split()),
    *(
        Moved("wtf-html5-module", f"flask_wtf.html5.{name}", f"wtforms.widgets.{name}")
        for name in _HTML5_WIDGETS.split()
    ),
    *(Moved("wtf-reexports", f"flask_wtf.{name}", f"wtforms.{name}") for name in _FIELDS.split()),
    *(Moved("wtf-reexports", f"flask_wtf.{name}", f"wtforms.validators.{name}") for name in _VALIDATORS.split()),
    Moved("wtf-reexports", "flask_wtf.TextField", "wtforms.StringField"),
    Moved("wtf-reexports", "flask_wtf.Required", "wtforms.validators.DataRequired"),
    Moved("wtf-reexports", "flask_wtf.required", "wtforms.validators.data_required"),
    *(Moved("wtf-reexports", f"flask_wtf.{name}", f"wtforms.{name}") for name in ("fields", "validators", "widgets")),
    *(
        Moved("wtf-file-names", f"flask_wtf.{name}", f"flask_wtf.file.{name}")
        for name in ("FileField", "FileAllowed", "FileRequired", "file_allowed", "file_required")
    ),
    MovedModule("wtf-form", "flask.ext.wtf.*", "flask_wtf"),
)

_CALLS: tuple[Rule, ...] = (
    RemovedKeyword("wtf-generate-csrf-args", "flask_wtf.csrf.generate_csrf", "time_limit"),
    RemovedKeyword("wtf-generate-csrf-args", "flask_wtf.csrf.generate_csrf", "url_safe"),
)

_GONE: tuple[Rule, ...] = tuple(
    Reported(
        "wtf-secureform-attrs",
        f"flask_wtf.FlaskForm.{old}",
        "Flask-WTF does not look at this any more, and nothing says so",
        f"Set `{new}` in the form's `class Meta`.",
        overridden=True,
    )
    for old, new in (
        ("SECRET_KEY", "csrf_secret"),
        ("TIME_LIMIT", "csrf_time_limit"),
        ("generate_csrf_token", "csrf_class"),
        ("validate_csrf_token", "csrf_class"),
        ("validate_csrf_data", "csrf_class"),
    )
)

RULES: tuple[Rule, ...] = (*_NAMES, *_CALLS, *_GONE)

MATCHERS = (
    csrf_checks.MATCHER,
    csrf_error_handlers.MATCHER,
    csrf_keywords.MATCHER,
    deletions.MATCHER,
    uploads.MATCHER,
    validation.MATCHER,
)

STILL_WORKS = frozenset(
    {
        "flask_wtf.Form",
        "flask_wtf.form.Form",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""
