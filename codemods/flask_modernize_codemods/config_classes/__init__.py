"""Moves settings out of the app's module, into a config module with a class for each profile.

What it does
    ``app.config["KEY"] = value``, ``app.config.update(...)``, ``app.secret_key = ...``, the constants behind
    ``from_object(__name__)`` and a class of settings in the app's own module move to ``config.py``: ``BaseConfig`` and
    a class for development, testing and production, of which ``get_config()`` chooses one. A module or class of
    settings that the app loads already (``from_object``, ``from_pyfile``) gets the profiles beside it. Texts, numbers
    and booleans are read from the environment, with the value so far as default and the type that it had: all settings
    that the application made up itself, and those of Flask and its extensions that say where it runs (``MAIL_PORT``,
    ``SQLALCHEMY_DATABASE_URI``). Those that say how the libraries work stay literals, because no deployment changes
    them (``JSON_SORT_KEYS``, ``WTF_CSRF_ENABLED``, ``SESSION_COOKIE_NAME``), and so do lists, dicts, and the directory
    of the code. Names that a shell may have set (``USERNAME``, ``PATH``) get the name of the application in front.
    ``.env.example`` lists the variables, ``.gitignore`` leaves out ``.env``, and secrets that stand in the source are
    reported.

Why
    Settings that are spread over statements cannot be told apart from code, cannot differ between a test, a laptop and
    a server, and keep secrets in the repository.

Example before
    ::

        # app.py
        from flask import Flask

        app = Flask(__name__)
        app.config["SECRET_KEY"] = "hard to guess"
        app.config["MAIL_PORT"] = 587
        app.config["JSON_SORT_KEYS"] = False

Example after
    ::

        # .env.example
        # Environment variables of the application. Copy this file to .env and set what differs from the defaults.

        # Profile to start with: development (the default), testing or production.
        #FLASK_CONFIG=production

        # Signs sessions and tokens (text; required in production)
        #SECRET_KEY=

        # Port of the mail server (whole number)
        #MAIL_PORT=587

        # app.py
        from flask import Flask

        from config import get_config

        app = Flask(__name__)
        app.config.from_object(get_config())

        # config.py
        \"\"\"Settings of the application: one class for each profile.\"\"\"

        import os


        class BaseConfig:
            \"\"\"What all profiles share; .env.example lists the variables it reads.\"\"\"

            # Variables without which a profile does not start.
            required = ()

            SECRET_KEY = os.environ.get("SECRET_KEY", "hard to guess")
            MAIL_PORT = int(os.environ.get("MAIL_PORT", 587))
            JSON_SORT_KEYS = False


        class DevelopmentConfig(BaseConfig):
            \"\"\"The default profile.\"\"\"


        class TestingConfig(BaseConfig):
            \"\"\"For automated tests.\"\"\"

            TESTING = True


        class ProductionConfig(BaseConfig):
            \"\"\"For deployments: does not start without its secrets.\"\"\"

            required = ("SECRET_KEY",)


        profiles = {
            "development": DevelopmentConfig,
            "testing": TestingConfig,
            "production": ProductionConfig,
        }


        def get_config(name=None):
            \"\"\"Return the settings of the profile ``name``.

            Without a name: of the one that FLASK_CONFIG names, else development.
            Raises ValueError for an unknown profile, RuntimeError for missing secrets.
            \"\"\"
            name = name or os.environ.get("FLASK_CONFIG") or "development"
            if name not in profiles:
                known = ", ".join(profiles)
                raise ValueError(f"unknown profile {name!r}, known are: {known}")
            config = profiles[name]
            missing = [each for each in config.required if not os.environ.get(each)]
            if missing:
                names = ", ".join(missing)
                raise RuntimeError(f"the {name} profile needs the variables {names}")
            return config

Safety
    With an empty environment the settings and their types are those that they were, at the moment at which anything may
    read them: a write moves only past statements that do not look at the same setting (functions, imported modules and
    well-known extensions are looked into). What cannot move stays a statement, in order. Another profile than the
    default one must be asked for by ``FLASK_CONFIG``, and one that does not exist is an error; only the production
    profile insists on secrets. A list or dict that the project changes in place stays where it is, because all apps of
    a process would share it.

References
    https://flask.palletsprojects.com/en/stable/config/#development-production
    https://12factor.net/config
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Behaviour, Migration, Option, Options, Plan
from flask_modernize_codemods.config_classes.codes import CODES, GUIDE

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """The edits and findings of every app of the project."""
    from flask_modernize_codemods.config_classes.planning import plan_project

    return plan_project(project, options)


MIGRATION = Migration(
    id="config-classes",
    order=30,
    summary="settings move to config classes that read the environment",
    behaviour=Behaviour.SAME,
    guide=GUIDE,
    documentation=__doc__ or "",
    plan=plan,
    options=(
        Option(
            "environment",
            "deployment",
            "which settings are read from the environment: 'deployment' the application's own and those that say where "
            "it runs, 'all' those that say how Flask and its extensions work as well, 'none' no more than before",
            ("deployment", "all", "none"),
        ),
    ),
    codes=CODES,
    whole_program=True,
)
