"""Configuration keys of Flask-WTF that have other names today, or none; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, RenamedConfigKey, ReportedConfigKey

CONFIG_RULES: tuple[ConfigRule, ...] = (
    RenamedConfigKey("wtf-config-csrf-enabled", "CSRF_ENABLED", "WTF_CSRF_ENABLED"),
    RenamedConfigKey("wtf-config-csrf-enabled", "CSRF_SESSION_KEY", "WTF_CSRF_SECRET_KEY"),
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
