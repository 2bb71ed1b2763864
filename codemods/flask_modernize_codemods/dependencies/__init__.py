"""What is left in the dependency files once the libraries are migrated.

What it does
    Raises extensions that need no other code, only a newer version, to work with Flask 3.1. Takes out what is part of
    Python 3 today, or was never to be installed (``wsgiref``, ``argparse``, ``pkg-resources==0.0.0``). Reports
    distributions that are no longer maintained and do not work with Flask 3.1, with what takes their place; and tools
    of development among what the application needs to run. Requirements files, setup.py, setup.cfg, pyproject.toml,
    Pipfile, environment.yml, tox.ini and the ``pip install`` lines of Dockerfiles are edited; lock files get the
    command that makes them again.

Why
    A set of versions that cannot be installed, or that cannot be imported, stops everything else.

Example before
        # requirements.txt
        Flask>=3.1,<3.2
        Flask-Bcrypt==0.7.1  # passwords
        wsgiref==0.1.2

Example after
        # requirements.txt
        Flask>=3.1,<3.2
        Flask-Bcrypt>=1,<2  # passwords

Safety
    Only the version of a declaration is replaced, or its line taken out; comments, markers, order and line ends stay.
    An extension is only raised where nothing else would have to be raised with it. Backports are only taken out where
    the declared Flask does not run on Python 2. Lines with hashes are reported.

References
    https://packaging.python.org/en/latest/specifications/version-specifiers/
    https://flask.palletsprojects.com/en/stable/installation/
"""

from __future__ import annotations

from flask_modernize.planning.contract import Behaviour, Code, Migration, Option, Options, Plan
from flask_modernize.project import Project
from flask_modernize.rules.findings import PIN_CODES

DEAD = "D-DEAD"
DEVELOPMENT = "D-DEVELOPMENT"


def _plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    from flask_modernize_codemods.dependencies.planning import plan

    return plan(project, options)


MIGRATION = Migration(
    id="dependencies",
    order=29,
    summary="Extensions in versions that work with Flask 3.1; nothing that is part of Python",
    behaviour=Behaviour.SAME,
    guide="Installation and Versioning",
    documentation=__doc__ or "",
    plan=_plan,
    options=(Option("development", True, "report tools of development among what the application needs to run"),),
    codes=(
        *PIN_CODES,
        Code(
            DEAD,
            "A distribution is declared, or imported, that is no longer maintained and does not work with Flask 3.1.",
            "Do what the finding says; then take the distribution out.",
        ),
        Code(
            DEVELOPMENT,
            "Tools that only development needs (tests, linters, formatters) are installed wherever the application is.",
            "Move them to where the finding says; leave out what the application does need to run.",
        ),
    ),
    whole_program=True,
)
