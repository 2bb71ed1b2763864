"""What is installed counts more than what is declared."""

from __future__ import annotations

import pytest

from flask_modernize.project import Project
from flask_modernize.project.installed_versions import installed_version, runs_below, unmet
from flask_modernize.sources import Changes, FileDelta, memory_tree


def project(requirements: str, **installed: str) -> Project:
    return Project(memory_tree({"requirements.txt": requirements.encode()}), installed=installed)


@pytest.mark.parametrize(
    ("requirements", "installed", "below"),
    [
        ("flask==1.0\n", {}, True),
        ("flask==1.0\n", {"flask": "2.3.1"}, False),
        ("flask>=2\n", {"flask": "1.0.4"}, True),
        ("", {"flask": "1.1"}, False),
        ("", {}, False),
        ("", {"flask": "a fork"}, False),
    ],
)
def test_the_installed_version_counts_and_then_the_declared_one(
    requirements: str, installed: dict[str, str], below: bool
) -> None:
    assert runs_below(project(requirements, **installed), "Flask", "1.1") is below


def test_what_is_installed_is_known_of_every_later_project() -> None:
    first = project("", flask="2.0")
    later = first.with_changes(Changes([FileDelta("app.py", None, b"import flask\n")]))
    assert installed_version(later, "Flask") == "2.0"


def test_requirements_that_are_not_met() -> None:
    found = unmet({"sqlalchemy": "1.3.24", "flask": "3.0"}, ("SQLAlchemy>=1.4", "flask>=2", "Flask-Login>=1"))
    assert found == ("SQLAlchemy>=1.4 (1.3.24 is installed)",)
