"""Flask-Admin 1 to Flask-Admin 2: themes, settings, and views of models.

What it does
    ``template_mode=`` and ``base_template=`` become a theme, ``ModelView(User, db.session)`` becomes
    ``ModelView(User, db)``, old settings and modules get their names of today.

Why
    ``Admin()`` no longer takes these arguments. The old settings are not looked at, without a word.

Example before
        from flask_admin import Admin

        admin = Admin(name="Shop", template_mode="bootstrap3")

Example after
        from flask_admin import Admin

        admin = Admin(name="Shop")

Safety
    Only calls of Flask-Admin's own classes, and of subclasses without a constructor of their own, are touched.

References
    https://flask-admin.readthedocs.io/en/stable/changelog/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-admin",
    order=26,
    summary="Flask-Admin's themes, views and settings become those of version 2",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_admin.table",
    guide="Technology Stack",
    library="Flask-Admin",
)
