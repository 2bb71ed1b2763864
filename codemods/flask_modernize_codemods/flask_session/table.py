"""What Flask-Session moved up to 0.8; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import Moved, Reported, Rule
from flask_modernize_codemods.flask_session.configuration import CONFIG_RULES as CONFIG_RULES

_INTERFACES = {
    "FileSystemSessionInterface": "filesystem",
    "MemcachedSessionInterface": "memcached",
    "MongoDBSessionInterface": "mongodb",
    "RedisSessionInterface": "redis",
    "SqlAlchemySessionInterface": "sqlalchemy",
}

RULES: tuple[Rule, ...] = (
    *(
        Moved("session-interfaces-import", f"{module}.{name}", f"flask_session.{now}.{name}")
        for module in ("flask_session", "flask_session.sessions")
        for name, now in _INTERFACES.items()
    ),
    *(
        Reported(
            "session-interfaces-import",
            f"{module}.NullSessionInterface",
            "the interface without a storage is gone",
            "Leave Flask-Session out; Flask then keeps sessions in signed cookies.",
        )
        for module in ("flask_session", "flask_session.sessions")
    ),
)
