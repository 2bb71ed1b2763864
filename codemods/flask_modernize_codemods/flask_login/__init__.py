"""Flask-Login's removed and renamed API, as Flask-Login 0.6.3 has it.

What it does
    Makes ``is_authenticated``, ``is_active`` and ``is_anonymous`` properties: in the project's own classes of users,
    and wherever they are called, in templates, too. Rewrites ``setup_app``, ``header_loader``, and the keys of the
    session (``session["user_id"]``).

Why
    A method that is not called is always true. Where only the calls are taken away, everybody is logged in.

Example before
        from flask_login import LoginManager, current_user

        login_manager = LoginManager()


        class User:
            def __init__(self, id):
                self.id = id

            def is_authenticated(self):
                return True

            def get_id(self):
                return self.id


        @login_manager.user_loader
        def load_user(id):
            return User(id)


        def greeting():
            return "Hello" if current_user.is_authenticated() else "Log in"

Example after
        from flask_login import LoginManager, current_user

        login_manager = LoginManager()


        class User:
            def __init__(self, id):
                self.id = id

            @property
            def is_authenticated(self):
                return True

            def get_id(self):
                return self.id


        @login_manager.user_loader
        def load_user(id):
            return User(id)


        def greeting():
            return "Hello" if current_user.is_authenticated else "Log in"

Safety
    The project's classes of users are those that a user loader gives, that have ``UserMixin`` above them, or that have
    what Flask-Login asks of a user. Where one of their methods cannot become a property, all calls of it stay.

References
    https://github.com/maxcountryman/flask-login/blob/main/CHANGES.md
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-login",
    order=19,
    summary="Flask-Login's removed API becomes that of Flask-Login 0.6.3",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_login.table",
    guide="Technology Stack",
    library="Flask-Login",
)
