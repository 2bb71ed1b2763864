"""Configuration keys of Flask-WTF that have other names today, or none; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, RemovedConfigKey, RenamedConfigKey, ReportedConfigKey

CONFIG_RULES: tuple[ConfigRule, ...] = (
    RenamedConfigKey(
        "wtf-config-csrf-enabled",
        "CSRF_ENABLED",
        "WTF_CSRF_ENABLED",
        until=("Flask-WTF", "0.9"),
        harmless=("True",),
    ),
    # It was the name of the token in the session, and no secret; Flask-WTF 0.6 and later pass it over.
    RemovedConfigKey(
        "wtf-config-csrf-enabled", "CSRF_SESSION_KEY", "Forms are signed with SECRET_KEY, or WTF_CSRF_SECRET_KEY."
    ),
    ReportedConfigKey(
        "wtf-recaptcha-legacy",
        "RECAPTCHA_OPTIONS",
        "RECAPTCHA_OPTIONS was for the first version of reCAPTCHA, and is passed over",
        "Set RECAPTCHA_DATA_ATTRS, for instance to {'theme': 'dark'}, or RECAPTCHA_PARAMETERS.",
    ),
    ReportedConfigKey(
        "wtf-recaptcha-legacy",
        "RECAPTCHA_USE_SSL",
        "RECAPTCHA_USE_SSL is passed over: reCAPTCHA is always asked for by HTTPS",
        "Take it out.",
    ),
)
