"""Flask-Security 3 to Flask-Security 5, which Flask-Security-Too has become.

What it does
    Renames what was renamed, gives user models the ``fs_uniquifier`` that they need, writes a function that sends the
    mails (``send_mail_task``) as a class, and reports what has no successor.

Why
    Flask-Security 3 cannot be imported since Flask 2.2, and version 5 refuses user models without ``fs_uniquifier``.

Example before
        from flask_security.utils import encrypt_password


        def reset(user, password):
            user.password = encrypt_password(password)

Example after
        from flask_security import hash_password


        def reset(user, password):
            user.password = hash_password(password)

Safety
    Only names that are imported from flask_security are touched, and models that are given to its data store.

References
    https://flask-security.readthedocs.io/en/stable/changelog.html
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-security",
    order=26,
    summary="Flask-Security 3 becomes Flask-Security 5",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_security.table",
    guide="Technology Stack",
    library="Flask-Security",
)
