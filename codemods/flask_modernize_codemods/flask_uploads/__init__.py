"""Flask-Uploads becomes Flask-Reuploaded, which goes on with it under the same import name.

What it does
    Requirements ask for Flask-Reuploaded, ``patch_request_class()`` becomes the setting that it stood for, and the
    application that configures upload sets goes on serving them.

Why
    Flask-Uploads cannot be imported since Werkzeug 1.0. Flask-Reuploaded only serves files where it is told to.

Example before
        from flask import Flask
        from flask_uploads import patch_request_class

        app = Flask(__name__)
        patch_request_class(app, 16 * 1024 * 1024)

Example after
        from flask import Flask

        app = Flask(__name__)
        app.config["MAX_CONTENT_LENGTH"] = 16 * 1024 * 1024

Safety
    Only calls of flask_uploads' own functions are touched.

References
    https://github.com/jugmac00/flask-reuploaded
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-uploads",
    order=26,
    summary="Flask-Uploads becomes Flask-Reuploaded",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_uploads.table",
    guide="Technology Stack",
    library="Flask-Reuploaded",
)
