"""Flask-Mail's renamed API and settings, as Flask-Mail 0.10 has them.

What it does
    Renames ``DEFAULT_MAIL_SENDER``, ``DEFAULT_MAX_EMAILS`` and ``Message.is_bad_headers``, takes out
    ``MAIL_FAIL_SILENTLY``, and gives receivers of ``email_dispatched`` their arguments in the new order.

Why
    Settings under their old names are passed over: mail is not sent, for want of a sender.

Example before
        # app.py
        from flask import Flask
        from flask_mail import Mail, email_dispatched

        app = Flask(__name__)
        app.config["DEFAULT_MAIL_SENDER"] = "shop@example.com"
        mail = Mail(app)


        @email_dispatched.connect
        def log(message, app):
            app.logger.info(message.subject)

        # requirements.txt
        Flask-Mail==0.7.6

Example after
        # app.py
        from flask import Flask
        from flask_mail import Mail, email_dispatched

        app = Flask(__name__)
        app.config["MAIL_DEFAULT_SENDER"] = "shop@example.com"
        mail = Mail(app)


        @email_dispatched.connect
        def log(app, message):
            app.logger.info(message.subject)

        # requirements.txt
        Flask-Mail>=0.10,<0.11

Safety
    All places of a setting change together, or none. A setting that the declared version passes over has no effect, and
    under its new name it would have one: it is reported.

References
    https://github.com/pallets-eco/flask-mail/blob/main/CHANGES.md
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-mail",
    order=23,
    summary="Flask-Mail's renamed API becomes that of Flask-Mail 0.10",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_mail.table",
    guide="Technology Stack",
    library="Flask-Mail",
)
