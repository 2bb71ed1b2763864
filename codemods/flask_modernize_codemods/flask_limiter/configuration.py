"""Configuration keys of Flask-Limiter that have other names today; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, RenamedConfigKey

CONFIG_RULES: tuple[ConfigRule, ...] = (
    RenamedConfigKey(
        "limiter-storage-url", "RATELIMIT_STORAGE_URL", "RATELIMIT_STORAGE_URI", until=("Flask-Limiter", "3.0")
    ),
    RenamedConfigKey("limiter-global-limits", "RATELIMIT_GLOBAL", "RATELIMIT_DEFAULT", until=("Flask-Limiter", "2.1")),
)
