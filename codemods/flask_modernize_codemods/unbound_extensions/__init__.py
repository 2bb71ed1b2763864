"""Makes extensions without the app, in a module of their own, and binds them with ``init_app``.

What it does
    ``Ext(app, ...)`` at module level becomes ``Ext(...)`` in an ``extensions`` module beside the app, and
    ``ext.init_app(app, ...)`` where it stood. Each of more than sixty known extensions gets its arguments where it
    wants them. Other modules import the instances from the ``extensions`` module. A session of SQLAlchemy itself,
    ``sessionmaker(bind=engine)`` of an engine that needs the app, is bound to it by ``configure()`` below.

Why
    An instance that knows no app can serve every app that a factory makes, and can be imported by models and views
    without importing the app: most import cycles end here.

Example before
    ::

        # app/__init__.py
        from flask import Flask
        from flask_migrate import Migrate
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config.from_object("config")
        db = SQLAlchemy(app)
        migrate = Migrate(app, db)

        from app import models

        # app/models.py
        from app import db

        class User(db.Model):
            id = db.Column(db.Integer, primary_key=True)

Example after
    ::

        # app/__init__.py
        from flask import Flask

        from app.extensions import db, migrate

        app = Flask(__name__)
        app.config.from_object("config")
        db.init_app(app)
        migrate.init_app(app, db)

        from app import models

        # app/extensions.py
        from flask_migrate import Migrate
        from flask_sqlalchemy import SQLAlchemy

        db = SQLAlchemy()
        migrate = Migrate()

        # app/models.py
        from app.extensions import db

        class User(db.Model):
            id = db.Column(db.Integer, primary_key=True)

Safety
    ``init_app`` runs where the constructor ran, with the same configuration; where it would lose what is registered
    later (Flask-RESTful), it moves below that. What an extension only does for a bound instance (Flask-SQLAlchemy 2
    outside of a context) is kept where the project relies on it. What is not known to be the same is left alone and
    reported.

References
    https://flask.palletsprojects.com/en/stable/patterns/appfactories/#factories-extensions
    https://flask-sqlalchemy.readthedocs.io/en/stable/quickstart/#initialize-the-extension
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import (
    Behaviour,
    IntendedDifference,
    Migration,
    Option,
    Options,
    Plan,
)
from flask_modernize_codemods.unbound_extensions.codes import CODES, GUIDE

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """The edits and findings of every app that a module-level variable holds."""
    from flask_modernize_codemods.unbound_extensions.planning import plan_project

    return plan_project(project, options)


MIGRATION = Migration(
    id="unbound-extensions",
    order=40,
    summary="Ext(app) becomes Ext() in an extensions module, and ext.init_app(app)",
    behaviour=Behaviour.SAME,
    guide=GUIDE,
    documentation=__doc__ or "",
    plan=plan,
    options=(
        Option(
            "site-packages",
            "",
            "directory of the project's installed packages, where extensions are looked up that are not in the table",
        ),
    ),
    codes=CODES,
    intended=(
        IntendedDifference(
            "extension-changed", "an unbound SocketIO keeps the handlers until its server is made", "socketio.handlers"
        ),
    ),
    whole_program=True,
)
