"""Configuration of Flask-Session that is refused or given up; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, ReportedConfigKey

CONFIG_RULES: tuple[ConfigRule, ...] = (
    ReportedConfigKey(
        "session-type-null",
        "SESSION_TYPE",
        "Flask-Session refuses to start without a type of storage",
        "Give it a type, for instance cachelib or redis, or leave Flask-Session out.",
        values=("'null'", "None"),
    ),
    ReportedConfigKey(
        "session-use-signer",
        "SESSION_USE_SIGNER",
        "signing the session's id is deprecated: it is as hard to guess as a signature",
        "Remove the key; everybody has to log in once more then.",
        harmless=("False",),
    ),
    ReportedConfigKey(
        "session-filesystem",
        "SESSION_TYPE",
        "sessions in files are deprecated under this name, and what is kept in them must be plain data today",
        "Set SESSION_TYPE to cachelib, and SESSION_CACHELIB to a cachelib.FileSystemCache with the same directory.",
        values=("'filesystem'",),
    ),
)
