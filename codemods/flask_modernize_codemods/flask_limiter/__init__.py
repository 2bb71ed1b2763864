"""Flask-Limiter as version 4 has it.

What it does
    Gives ``Limiter`` its application by keyword, takes over new names of arguments and settings, and imports from the
    package what stood in its modules.

Why
    ``Limiter(app, key_func=...)`` is an error since version 3, and a storage that is set under its old name is ignored:
    limits are counted in each process for itself then.

Example before
        from flask import Flask
        from flask_limiter import Limiter
        from flask_limiter.util import get_remote_address

        app = Flask(__name__)
        limiter = Limiter(app, key_func=get_remote_address, global_limits=["200 per day"])

Example after
        from flask import Flask
        from flask_limiter import Limiter
        from flask_limiter.util import get_remote_address

        app = Flask(__name__)
        limiter = Limiter(app=app, key_func=get_remote_address, default_limits=["200 per day"])

Safety
    The first argument is only taken for the application where it is proven to be one, or where the function for the
    key is given beside it.

References
    https://flask-limiter.readthedocs.io/en/stable/changelog.html
"""

from __future__ import annotations

from flask_modernize.planning.contract import IntendedDifference
from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-limiter",
    order=27,
    summary="Flask-Limiter's arguments, settings and imports become those of version 4",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_limiter.table",
    guide="Technology Stack",
    library="Flask-Limiter",
    intended=(
        IntendedDifference("config-missing", "the key has another name", "RATELIMIT_*"),
        IntendedDifference("config-added", "the key has another name", "RATELIMIT_*"),
    ),
)
