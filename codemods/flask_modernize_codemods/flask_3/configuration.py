"""Configuration keys of Flask that are gone, or attributes of the application today; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import (
    ConfigKeyToAttribute,
    ConfigRule,
    ProvidedConfigKey,
    RemovedConfigKey,
)

_LOGGER = "Flask adds a handler only where none is configured, and names its logger after the application."
_LOGGER_ADVICE = "Configure logging with logging.config.dictConfig before the application is made."

_PROVIDER = ("json", "json_encoder", "json_decoder")
"""What makes ``app.json`` anew when it is assigned."""

_JSON: tuple[ConfigRule, ...] = (
    ConfigKeyToAttribute(
        "flask-config-json-as-ascii", "JSON_AS_ASCII", "json.ensure_ascii", default="True", lost_by=_PROVIDER
    ),
    ConfigKeyToAttribute(
        "flask-config-json-sort-keys", "JSON_SORT_KEYS", "json.sort_keys", default="True", lost_by=_PROVIDER
    ),
    ConfigKeyToAttribute(
        "flask-config-jsonify-mimetype",
        "JSONIFY_MIMETYPE",
        "json.mimetype",
        default='"application/json"',
        lost_by=_PROVIDER,
    ),
    # Without the key JSON is indented in debug mode only, which is what None says; so it is only set where it was.
    ConfigKeyToAttribute(
        "flask-config-jsonify-prettyprint",
        "JSONIFY_PRETTYPRINT_REGULAR",
        "json.compact",
        negated=True,
        lost_by=_PROVIDER,
    ),
)

CONFIG_RULES: tuple[ConfigRule, ...] = (
    *_JSON,
    ProvidedConfigKey("flask-config-env-key", "ENV", 'os.environ.get("FLASK_ENV") or "production"', module="os"),
    RemovedConfigKey("flask-app-preserve-context", "PRESERVE_CONTEXT_ON_EXCEPTION"),
    RemovedConfigKey("flask-logger-config", "LOGGER_NAME", _LOGGER_ADVICE, remark=_LOGGER),
    RemovedConfigKey("flask-logger-config", "LOGGER_HANDLER_POLICY", _LOGGER_ADVICE, remark=_LOGGER),
)
