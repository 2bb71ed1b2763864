"""Flask-Cors as version 6 has it.

What it does
    ``headers`` becomes ``allow_headers``, as an argument and in the configuration.

Why
    Options that Flask-Cors does not know are ignored without a word: browsers refuse the requests then.

Example before
        # app.py
        from flask import Flask
        from flask_cors import CORS

        app = Flask(__name__)
        CORS(app, headers=["Content-Type"])

        # requirements.txt
        Flask-Cors==1.10.3

Example after
        # app.py
        from flask import Flask
        from flask_cors import CORS

        app = Flask(__name__)
        CORS(app, allow_headers=["Content-Type"])

        # requirements.txt
        Flask-Cors>=5,<7

Safety
    Only calls of what is imported from Flask-Cors are changed, and only where the declared version is one that looks at
    ``headers``: Flask-Cors 2 and later pass it over, and ``allow_headers`` would refuse what they allow. Patterns of
    paths that match otherwise since version 6 are reported.

References
    https://flask-cors.readthedocs.io/en/latest/
    https://github.com/corydolphin/flask-cors/releases
"""

from __future__ import annotations

from flask_modernize.planning.contract import IntendedDifference
from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-cors",
    order=27,
    summary="Flask-Cors' old options become those of version 6",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_cors.table",
    guide="Technology Stack",
    library="Flask-Cors",
    intended=(
        IntendedDifference("config-missing", "the key has another name", "CORS_HEADERS"),
        IntendedDifference("config-added", "the key has another name", "CORS_ALLOW_HEADERS"),
    ),
)
