"""Flask-Session as version 0.8 has it.

What it does
    Imports the session interfaces from the modules that they stand in today.

Why
    ``from flask_session import RedisSessionInterface`` is an import error since version 0.6.

Example before
        from flask_session import RedisSessionInterface


        class Sessions(RedisSessionInterface):
            pass

Example after
        from flask_session.redis import RedisSessionInterface


        class Sessions(RedisSessionInterface):
            pass

Safety
    Only imports are changed. Settings that the library refuses or gives up are reported.

References
    https://flask-session.readthedocs.io/en/latest/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import changed_settings, library_migration

MIGRATION = library_migration(
    id="flask-session",
    order=27,
    summary="Flask-Session's interfaces are imported from where version 0.8 has them",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_session.table",
    guide="Technology Stack",
    library="Flask-Session",
    intended=changed_settings(
        "the setting is written so that it means the same today", "SESSION_TYPE", "SESSION_USE_SIGNER"
    ),
)
