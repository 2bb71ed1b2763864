"""Configuration keys of Flask-JWT-Extended that are gone, or whose defaults are others today; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import (
    ConfigRule,
    ProvidedConfigKey,
    RemovedConfigKey,
    RenamedConfigKey,
    ReportedConfigKey,
)

_ROW = "jwtx-config-keys"

CONFIG_RULES: tuple[ConfigRule, ...] = (
    RemovedConfigKey(_ROW, "JWT_BLACKLIST_ENABLED", "Tokens are checked as soon as there is a callback for it."),
    RemovedConfigKey(
        _ROW,
        "JWT_BLACKLIST_TOKEN_CHECKS",
        "Let the callback of token_in_blocklist_loader answer False for the other kind, then remove the key.",
        only=("['access', 'refresh']", "['refresh', 'access']", "('access', 'refresh')", "('refresh', 'access')"),
        otherwise="tokens of both kinds are checked today, also those that were left out here",
    ),
    ReportedConfigKey(
        _ROW,
        "JWT_USER_CLAIMS",
        "claims stand at the top of a token today, and not in one claim of this name",
        "Read them with get_jwt(), then remove the key.",
    ),
    RemovedConfigKey(
        _ROW,
        "JWT_CLAIMS_IN_REFRESH_TOKEN",
        "Remove the key, and see whether anything minds the claims.",
        only=("True",),
        otherwise="refresh tokens always get the claims today",
    ),
    ReportedConfigKey(
        _ROW,
        "JWT_VERIFY_AUDIENCE",
        "the audience is verified where JWT_DECODE_AUDIENCE is set, and only there",
        "Remove the key.",
    ),
    RenamedConfigKey(_ROW, "JWT_CSRF_HEADER_NAME", "JWT_ACCESS_CSRF_HEADER_NAME"),
    # Tokens that are out there name the user in this claim; those of today's default would not be understood.
    ProvidedConfigKey(_ROW, "JWT_IDENTITY_CLAIM", '"identity"', used=("flask_jwt_extended.JWTManager",)),
)
