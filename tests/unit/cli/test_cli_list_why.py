"""``list --why``: which migrations of libraries are active in a project, and why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import toy_migration
from click.testing import CliRunner

from flask_modernize.cli import session
from flask_modernize.cli.program import program
from flask_modernize.planning.libraries import library
from flask_modernize.planning.registry import Registry

LADDER = (
    replace(toy_migration.MIGRATION, id="flask-3", order=1, library=library("Flask"), options=()),
    replace(toy_migration.MIGRATION, id="login", order=2, library=library("Flask-Login"), options=()),
    replace(toy_migration.MIGRATION, id="script", order=3, library=library("Flask-Script"), options=()),
    toy_migration.MIGRATION,
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(session, "installed", lambda: Registry(LADDER))
    (tmp_path / "requirements.in").write_text("Flask\nFlask-Login>=0.6.3\n")
    (tmp_path / "requirements.txt").write_text("flask==1.0  # via -r x\nflask-login==0.6.3  # via -r x\n")
    return tmp_path


def listed(*words: str) -> str:
    result = CliRunner().invoke(program, ["list", *words], prog_name="flask-modernize")
    assert result.exit_code == 0, result.output + result.stderr
    return result.stdout


def test_the_table(root: Path) -> None:
    assert listed("--why").splitlines() == [
        "migration  library       declared  locked   needed   active",
        "flask-3    Flask         any       ==1.0    >=3.1    yes",
        "login      Flask-Login   >=0.6.3   ==0.6.3  >=0.6.3  no",
        "script     Flask-Script  -         -        none     no",
        "",
        "flask-3: flask==1.0 (requirements.txt:1) is below 3.1.",
        "login: flask-login==0.6.3 (requirements.txt:2) is not below 0.6.3.",
        "script: Flask-Script is neither declared nor imported.",
        "",
        "Migrations that are not listed run whatever versions are declared.",
    ]


def test_what_the_configuration_always_wants(root: Path) -> None:
    (root / "flask-modernize.toml").write_text('always = ["login"]\n')
    lines = listed("--why").splitlines()
    assert lines[2].endswith("asked for")


def test_json(root: Path) -> None:
    report = json.loads(listed("--why", "--format", "json"))
    assert report["schema_version"] == 1
    flask, login, script, toy = report["migrations"]
    assert toy == {"id": "toy", "summary": "legacy() becomes modern()", "runs": True, "library": None}
    assert flask["library"] == {
        "name": "Flask",
        "needed": ">=3.1",
        "declared": [{"name": "Flask", "specifier": "", "path": "requirements.in", "line": 1}],
        "locked": [{"name": "flask", "specifier": "==1.0", "path": "requirements.txt", "line": 1}],
        "active": True,
        "reason": "flask==1.0 (requirements.txt:1) is below 3.1",
    }
    assert (login["library"]["active"], script["library"]["needed"]) == (False, "")


def test_without_migrations_of_libraries(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "installed", lambda: Registry((toy_migration.MIGRATION,)))
    assert listed("--why").startswith("No migration of a library is installed.")
