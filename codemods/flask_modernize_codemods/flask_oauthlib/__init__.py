"""Flask-OAuthlib's clients to Authlib, and Authlib's own modules to where they are since version 1.

What it does
    ``oauth.remote_app()`` becomes ``oauth.register()`` with the names that Authlib has for its arguments, and
    ``authorize()`` becomes ``authorize_redirect()``. What has no successor of the same shape is reported.

Why
    Flask-OAuthlib cannot be imported with oauthlib 3, and is unmaintained.

Example before
        from authlib.flask.client import OAuth

        oauth = OAuth()

Example after
        from authlib.integrations.flask_client import OAuth

        oauth = OAuth()

Safety
    A project is moved from Flask-OAuthlib as a whole, or not at all: requirements are changed when nothing of it is
    left.

References
    https://docs.authlib.org/en/latest/client/flask.html
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-oauthlib",
    order=26,
    summary="Flask-OAuthlib's clients become Authlib's, and Authlib's modules those of version 1",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_oauthlib.table",
    guide="Technology Stack",
)
