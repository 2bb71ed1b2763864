"""Moves settings that the app's module writes into a config module with a class for each profile.

What it does
    ``app.config["KEY"] = value``, ``app.config.update(...)``, ``app.secret_key = ...`` and the constants behind
    ``from_object(__name__)`` move to ``config.py`` with ``BaseConfig``, ``DevelopmentConfig``, ``TestingConfig``,
    ``ProductionConfig`` and ``get_config()``. Values that differ between deployments are read from the environment,
    with the value so far as default and the type that it had. ``.env.example`` lists the variables.

Why
    Settings that are spread over statements cannot be told apart from code, cannot differ between a test, a laptop and
    a server, and keep secrets in the repository.

Example before
    ::

        from flask import Flask

        app = Flask(__name__)
        app.config["SECRET_KEY"] = "hard to guess"
        app.config["MAIL_PORT"] = 587
        app.config["JSON_SORT_KEYS"] = False

Example after
    ::

        from flask import Flask

        from config import get_config

        app = Flask(__name__)
        app.config.from_object(get_config())

Safety
    With an empty environment the settings and their types are those that they were, at the moment at which anything may
    read them: a write moves only past statements that do not look at the same setting. What cannot move stays a
    statement, in order. Another profile than the default one must be asked for by ``FLASK_CONFIG``; only the production
    profile insists on secrets.

References
    https://flask.palletsprojects.com/en/stable/config/#development-production
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
            "which settings are read from the environment: 'deployment' those that differ between deployments, 'all' "
            "every str, int, float and bool, 'none' no more than before",
            ("deployment", "all", "none"),
        ),
    ),
    codes=CODES,
    whole_program=True,
)
