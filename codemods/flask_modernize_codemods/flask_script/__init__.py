"""Flask-Script's managers, as Flask's own command line has them.

What it does
    Makes managers groups of Click (``FlaskGroup``, ``AppGroup``), functions and classes commands with the arguments and
    options that Flask-Script derived from them, prompts those of Click. ``manage.py`` stays a program: ``python
    manage.py runserver`` and ``python manage.py db upgrade`` work on, and so do the files that call them.

Why
    Flask-Script is dead, and cannot be imported with Flask 2 or 3.

Example before
        from flask_script import Manager, prompt_bool

        from shop import app, db

        manager = Manager(app)


        @manager.command
        def drop_all(really=False):
            "Drop all tables."
            if really or prompt_bool("Are you sure?"):
                db.drop_all()


        if __name__ == "__main__":
            manager.run()

Example after
        import click
        from flask.cli import FlaskGroup, run_command
        from shop import app, db

        manager = FlaskGroup(create_app=lambda: app)
        manager.add_command(run_command, "runserver")


        @manager.command("drop_all")
        @click.option("-r", "--really", is_flag=True)
        def drop_all(really=False):
            "Drop all tables."
            if really or click.confirm("Are you sure?"):
                db.drop_all()


        if __name__ == "__main__":
            manager()

Safety
    All managers of a project are rewritten, or none. Commands have an application context, and no request any more:
    one that uses the request is reported. Options whose default is a number take numbers. Whether the server reloads is
    said by ``--debug`` or ``FLASK_DEBUG``, not by the application's setting.

References
    https://flask.palletsprojects.com/en/stable/cli/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration
from flask_modernize_codemods.flask_script.codes import CODES

MIGRATION = library_migration(
    id="flask-script",
    order=21,
    summary="Flask-Script's managers and commands become those of Click",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_script.table",
    guide="Technology Stack",
    codes=CODES,
    library="Flask-Script",
)
