"""Configuration keys of Flask-Cors that have other names today; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, RenamedConfigKey

CONFIG_RULES: tuple[ConfigRule, ...] = (
    RenamedConfigKey(
        "cors-config-headers", "CORS_HEADERS", "CORS_ALLOW_HEADERS", until=("Flask-Cors", "2.0"), harmless=("'*'",)
    ),
)
