"""Flask's removed and renamed API, as Flask 3.1 has it.

What it does
    Rewrites what Flask removed, renamed or moved between 0.10 and 3.1.

Why
    An application that uses it does not start on today's Flask.

Example before
        from flask import Flask, Markup

        app = Flask(__name__)


        @app.route("/")
        def index():
            return Markup("<b>%s</b>") % "<"

Example after
        from flask import Flask
        from markupsafe import Markup

        app = Flask(__name__)


        @app.route("/")
        def index():
            return Markup("<b>%s</b>") % "<"

Safety
    Only what is proven to be Flask's is touched: names through their imports, members through the class of the object.

References
    https://flask.palletsprojects.com/en/stable/changes/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-3",
    order=14,
    summary="Flask's removed API becomes that of Flask 3.1",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_3.table",
    guide="Technology Stack",
    library="Flask",
)
