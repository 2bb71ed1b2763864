"""Drivers that do not run on Python 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding, Options, Plan
from flask_modernize.project.dependencies import dependency_files
from flask_modernize_codemods.sqlalchemy_2.codes import DRIVER, GUIDE

if TYPE_CHECKING:
    from flask_modernize.project import Project

_GONE = {"mysql-python": "mysqlclient, which has the same module MySQLdb"}


def drivers(project: Project, options: Options) -> Plan:
    """A finding for every declaration of a driver that is only for Python 2."""
    found = []
    for file in dependency_files(project):
        for declaration in file.declarations:
            if declaration.name in _GONE:
                message = f"{declaration.written} only runs on Python 2"
                advice = f"Declare {_GONE[declaration.name]}."
                found.append(Finding(file.path, declaration.line, 1, DRIVER, message, advice, GUIDE))
    return Plan((), tuple(found))
