"""Configuration keys of Flask-WTF that have other names today; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, RenamedConfigKey

CONFIG_RULES: tuple[ConfigRule, ...] = (
    RenamedConfigKey("wtf-config-csrf-enabled", "CSRF_ENABLED", "WTF_CSRF_ENABLED"),
    RenamedConfigKey("wtf-config-csrf-enabled", "CSRF_SESSION_KEY", "WTF_CSRF_SECRET_KEY"),
)
