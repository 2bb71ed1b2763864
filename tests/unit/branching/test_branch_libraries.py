"""Migrations of libraries on a branch: what counts is the project as it was before the first of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import toy_migration
from branch_place import Place, word_migration

from flask_modernize.cli import session
from flask_modernize.planning.contract import Migration, Options, Plan
from flask_modernize.planning.libraries import library
from flask_modernize.planning.registry import Registry
from flask_modernize.project import Project
from flask_modernize.rules.pins import raise_pin


def raising_flask() -> Migration:
    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        return raise_pin(project, library("Flask"))

    return replace(toy_migration.MIGRATION, id="flask", order=1, plan=plan, library=library("Flask"), options=())


LADDER = (
    raising_flask(),
    replace(word_migration("werkzeug", 2, "one", "uno"), library=library("Werkzeug")),
    replace(word_migration("login", 3, "two", "due"), library=library("Flask-Login")),
)


@pytest.fixture
def libraries(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(session, "installed", lambda: Registry(LADDER))
    place.write("requirements.txt", b"Flask==1.0\nWerkzeug==0.14\nFlask-Login==0.6.3\n")
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "pins")
    return place


def ids(place: Place, branch: str) -> list[str]:
    return [subject.partition(":")[0] for subject in place.subjects(branch)[2:]]


def test_a_raised_pin_does_not_keep_the_next_migration_from_running(libraries: Place) -> None:
    printed = libraries.ok("branch", "--name", "work")
    assert ids(libraries, "work") == ["flask", "werkzeug"]
    pins = libraries.git("show", "work:requirements.txt")
    assert pins == "Flask>=3.1,<3.2\nWerkzeug>=3.1,<3.2\nFlask-Login==0.6.3"
    assert "Flask-Login==0.6.3 (requirements.txt:3) is not below 0.6.3" in printed


def test_nor_the_next_command_or_the_status(libraries: Place) -> None:
    libraries.ok("branch", "--name", "work", "--only", "flask")
    assert "werkzeug" in libraries.ok("status", "--branch", "work")
    libraries.ok("next", "--branch", "work")
    assert ids(libraries, "work") == ["flask", "werkzeug"]


def test_the_status_says_what_is_not_active(libraries: Place) -> None:
    assert "is not below 0.6.3" in libraries.ok("status")
