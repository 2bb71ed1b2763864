"""Flask's removed and renamed API, as Flask 3.1 has it.

What it does
    Rewrites what Flask removed, renamed or moved between 0.10 and 3.1, in code, configuration and the files that say
    how it runs: ``flask.ext`` imports, ``before_first_request``, JSON encoders, context stacks, ``safe_join``, keywords
    of ``send_file``, attributes of the application that are settings, error tables, ``FLASK_ENV``, ``script_info`` ...
    What changes without an error (JSON settings, sessions of subdomains, requests without JSON) comes first.

Why
    An application that uses it does not start on today's Flask, or starts and does something else.

Example before
        from flask import Flask, Markup, request, send_file
        from flask.ext.sqlalchemy import SQLAlchemy

        app = Flask(__name__, static_path="/files")
        db = SQLAlchemy(app)


        @app.before_first_request
        def create_tables():
            db.create_all()


        @app.route("/backup")
        def backup():
            if request.is_xhr:
                return Markup("<b>%s</b>") % "no"
            return send_file("shop.db", attachment_filename="backup.db")


        if __name__ == "__main__":
            app.run()

Example after
        from flask import Flask, request, send_file
        from flask_sqlalchemy import SQLAlchemy
        from markupsafe import Markup

        app = Flask(__name__, static_url_path="/files")
        db = SQLAlchemy(app)


        @app.route("/backup")
        def backup():
            if request.headers.get("X-Requested-With", "").lower() == "xmlhttprequest":
                return Markup("<b>%s</b>") % "no"
            return send_file("shop.db", download_name="backup.db")


        with app.app_context():
            db.create_all()


        if __name__ == "__main__":
            app.run()

Safety
    Only what is proven to be Flask's is touched: names through their imports, members through the class of the object.
    Set-up code that ran before the first request runs while the application is made, and only where it needs no request
    and all models are imported; elsewhere it is reported. What depends on the version that the code was written for is
    only done where the project says that it is older.

References
    https://flask.palletsprojects.com/en/stable/changes/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import changed_settings, library_migration

MIGRATION = library_migration(
    id="flask-3",
    order=14,
    summary="Flask's removed API becomes that of Flask 3.1",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_3.table",
    guide="Technology Stack",
    library="Flask",
    intended=changed_settings(
        "what the setting did is set on the application today",
        "ENV",
        "JSON*",
        "LOGGER_*",
        "PRESERVE_CONTEXT_ON_EXCEPTION",
    ),
)
