"""Configuration keys of Flask-Mail that have other names today; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, RemovedConfigKey, RenamedConfigKey

CONFIG_RULES: tuple[ConfigRule, ...] = (
    RenamedConfigKey("mail-default-sender", "DEFAULT_MAIL_SENDER", "MAIL_DEFAULT_SENDER", until=("Flask-Mail", "0.8")),
    RenamedConfigKey("mail-default-sender", "DEFAULT_MAX_EMAILS", "MAIL_MAX_EMAILS", until=("Flask-Mail", "0.8")),
    RemovedConfigKey(
        "mail-default-sender",
        "MAIL_FAIL_SILENTLY",
        "Errors of sending are raised; catch them where mail is sent.",
        "Errors of sending are raised today; catch them where mail is sent if they should be passed over.",
    ),
)
