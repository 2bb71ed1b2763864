"""Configuration keys of Flask-SQLAlchemy that are gone, or whose defaults are others today; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import (
    ConfigKeyToItem,
    ConfigRule,
    ProvidedConfigKey,
    RemovedConfigKey,
    ReportedConfigKey,
)

_OPTIONS = "SQLALCHEMY_ENGINE_OPTIONS"

CONFIG_RULES: tuple[ConfigRule, ...] = (
    ConfigKeyToItem("fsa-config-pool-size", "SQLALCHEMY_POOL_SIZE", _OPTIONS, "pool_size"),
    ConfigKeyToItem("fsa-config-pool-timeout", "SQLALCHEMY_POOL_TIMEOUT", _OPTIONS, "pool_timeout"),
    ConfigKeyToItem("fsa-config-pool-recycle", "SQLALCHEMY_POOL_RECYCLE", _OPTIONS, "pool_recycle"),
    ConfigKeyToItem("fsa-config-max-overflow", "SQLALCHEMY_MAX_OVERFLOW", _OPTIONS, "max_overflow"),
    RemovedConfigKey("fsa-config-native-unicode", "SQLALCHEMY_NATIVE_UNICODE"),
    ReportedConfigKey(
        "fsa-commit-on-teardown",
        "SQLALCHEMY_COMMIT_ON_TEARDOWN",
        "nothing is committed at the end of a request any more, and nothing says so: what the views change is lost",
        "Call db.session.commit() in the views that change something, then remove the key.",
        harmless=("False", "None"),
    ),
    ProvidedConfigKey(
        "fsa-track-modifications",
        "SQLALCHEMY_TRACK_MODIFICATIONS",
        "True",
        used=(
            "flask_sqlalchemy.models_committed",
            "flask_sqlalchemy.before_models_committed",
            "flask_sqlalchemy.track_modifications.models_committed",
            "flask_sqlalchemy.track_modifications.before_models_committed",
            "flask_whooshalchemy.whoosh_index",
            "flask_whooshalchemyplus.whoosh_index",
            "flask_whooshee.Whooshee",
        ),
        replaced=("None",),
    ),
    ProvidedConfigKey(
        "fsa-record-queries-default",
        "SQLALCHEMY_RECORD_QUERIES",
        "True",
        used=(
            "flask_sqlalchemy.get_debug_queries",
            "flask_sqlalchemy.record_queries.get_recorded_queries",
        ),
    ),
    ProvidedConfigKey(
        "fsa-database-uri-required",
        "SQLALCHEMY_DATABASE_URI",
        '"sqlite:///:memory:"',
        used=("flask_sqlalchemy.SQLAlchemy",),
        also=("SQLALCHEMY_BINDS",),
    ),
)
