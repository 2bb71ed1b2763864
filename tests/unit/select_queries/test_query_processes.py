"""Queries of many files: planned in one process or in several, the plan is the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask_modernize_codemods.select_queries import MIGRATION, planning

from flask_modernize.planning.contract import Options
from flask_modernize.project import Project
from flask_modernize.sources import working_tree

MODELS = """\
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)
"""
VIEW = """\
from helpers import named
from models import User, db


def one_{number}(name):
    query = User.query
    if name:
        query = query.filter_by(name=name)
    return query.first()


def two_{number}(name):
    return named(name).all(), User.query.whatever()


def three_{number}(session):
    return session.query(User).all()
"""
HELPERS = """\
from models import User


def named(name):
    return User.query.filter_by(name=name)
"""


def test_the_plan_does_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(MODELS)
    (tmp_path / "helpers.py").write_text(HELPERS)
    for number in range(120):
        (tmp_path / f"view_{number:03}.py").write_text(VIEW.format(number=number))
    options: Options = {option.name: option.default for option in MIGRATION.options}
    plans = []
    for jobs in (2, 1):
        project = Project(working_tree(str(tmp_path)), jobs=jobs)
        plans.append(MIGRATION.plan(project, options, None))
    assert plans[0] == plans[1]
    assert len(plans[0].groups) > 120
    assert {finding.code for finding in plans[0].findings} >= {"Q-UNKNOWN-METHOD"}


def test_files_are_planned_in_other_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models.py").write_text(MODELS)
    for number in range(120):
        (tmp_path / f"view_{number:03}.py").write_text(f"from models import User\nUser.query.get({number})\n")
    project = Project(working_tree(str(tmp_path)), jobs=2)
    planned: list[str] = []
    monkeypatch.setattr(planning._Planner, "_plan_file", lambda _, path: planned.append(path))
    planning.plan_files(project, {}, None)
    assert planned == []
    planning.plan_files(project, {}, frozenset({"view_003.py"}))
    assert planned == ["view_003.py"]
