"""Makes the application in a factory: a module-level ``app = Flask(__name__)`` becomes ``create_app()``.

What it does
    All that a program does to its application while it is imported moves into ``create_app()`` in the same module, in
    the order in which it happened, in ``register_extensions(app)`` and the like where that keeps the order. Functions
    use ``current_app``; scripts, entry points and tests ask the factory for an application.

Why
    An application that exists as soon as a module is imported can neither be configured for a test nor be made twice,
    and every module that needs it has to be imported after it.

Example before
    ::

        # shop.py
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy

        db = SQLAlchemy()

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db.init_app(app)


        @app.errorhandler(404)
        def not_found(error):
            return app.name, 404


        if __name__ == "__main__":
            app.run()

Example after
    ::

        # shop.py
        from flask import Flask, current_app
        from flask_sqlalchemy import SQLAlchemy

        db = SQLAlchemy()


        def create_app():
            app = Flask(__name__)
            app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
            db.init_app(app)
            app.register_error_handler(404, not_found)
            return app


        def not_found(error):
            return current_app.name, 404


        def __getattr__(name):
            \"\"\"Makes `app` when it is first asked for: for what still imports it from here.\"\"\"
            if name == "app":
                globals()["app"] = create_app()
                return globals()[name]
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


        if __name__ == "__main__":
            create_app().run()

        # wsgi.py
        from shop import create_app

        app = create_app()

Safety
    URL rules, hooks, error handlers, configuration and extensions stay the same, and come in the same order. What needs
    the application while a module is imported and cannot move is reported, and then nothing of that application
    changes. Functions that run without a context are given the application as an argument, or are a reason to leave
    it alone. A Celery object that needs the application is made by the factory, its tasks become shared ones that run
    in a context, and workers take it from ``make_celery.py``. Tests in several files go on sharing one application,
    which the module makes when it is first asked for.

References
    https://flask.palletsprojects.com/en/stable/patterns/appfactories/
    https://flask.palletsprojects.com/en/stable/patterns/celery/
    https://peps.python.org/pep-0562/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Behaviour, IntendedDifference, Migration, Option, Options, Plan
from flask_modernize_codemods.app_factory.codes import CODES, GUIDE

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """The edits and findings of every application of the project; ``paths`` is always None."""
    from flask_modernize_codemods.app_factory.planning import plan_project

    return plan_project(project, options)


MIGRATION = Migration(
    id="app-factory",
    order=60,
    summary="a module-level app becomes create_app()",
    behaviour=Behaviour.SAME,
    guide=GUIDE,
    documentation=__doc__ or "",
    plan=plan,
    options=(
        Option("shim", True, "keep `from app import app` and `gunicorn app:app` alive by a module-level __getattr__"),
    ),
    codes=CODES,
    intended=(
        IntendedDifference(
            "extension-added", "the Celery object is found in app.extensions, as Flask documents", "celery"
        ),
    ),
    whole_program=True,
)
