"""The command `new`: what it writes works as it is, and nothing that is there is overwritten."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flask_modernize.cli.program import program
from flask_modernize.plugins.skeletons import KINDS

TRUST = "--trust-repository-codemods"
CODE = "from acme import connect\nconnect(timeout_s=3)\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_bytes(b'[project]\nname = "shop"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, arguments)


def pytest_in(directory: Path) -> str:
    """What pytest prints for the tests there; none of this project's settings are in force."""
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", str(directory)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_passes_its_own_tests_and_runs(root: Path, kind: str) -> None:
    result = run("new", "house-rule", "--kind", kind)
    assert result.exit_code == 0, result.output
    assert "passed" in pytest_in(root)
    (root / "app.py").write_text(CODE)
    shown = run("--dry-run", "--only", "house-rule", *(() if kind == "toml" else (TRUST,)), ".")
    assert "+connect(timeout=3)\n" in shown.stdout
    assert "codemods/tests" not in shown.stdout, "golden cases are no code of the application"


def test_the_package_passes_its_own_tests(root: Path) -> None:
    assert run("new", "house-rule", "--package", "rules").exit_code == 0
    assert "passed" in pytest_in(root / "rules")
    project = (root / "rules" / "pyproject.toml").read_text()
    assert '[project.entry-points."flask_modernize.migrations"]\nhouse-rule = "house_rule:MIGRATION"\n' in project


def test_nothing_is_overwritten(root: Path) -> None:
    assert run("new", "house-rule").exit_code == 0
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    result = run("new", "house-rule")
    assert result.exit_code == 2
    assert "codemods/house_rule.py is there already; nothing was written." in result.stderr
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("House_Rule", "cannot be the id of a codemod"),
        ("select-queries", "There is a migration 'select-queries' already"),
    ],
)
def test_an_id_must_be_free_and_well_formed(root: Path, id: str, said: str) -> None:
    result = run("new", id)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (root / "codemods").exists()


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("pyproject.toml", "x = 1", 'x = 1\n\n[tool.flask-modernize]\ncodemods = "codemods"\n'),
        ("pyproject.toml", "x = 1\r\n", 'x = 1\r\n\r\n[tool.flask-modernize]\r\ncodemods = "codemods"\r\n'),
        (
            "pyproject.toml",
            "[tool.flask-modernize] # ours\njobs = 1\n",
            '[tool.flask-modernize] # ours\ncodemods = "codemods"\njobs = 1\n',
        ),
        ("flask-modernize.toml", "jobs = 1\n", 'codemods = "codemods"\njobs = 1\n'),
        (
            "pyproject.toml",
            '[tool.flask-modernize]\ncodemods = "rules"\n',
            '[tool.flask-modernize]\ncodemods = "rules"\n',
        ),
    ],
    ids=["appended", "crlf", "existing-table", "own-file", "already-named"],
)
def test_the_folder_is_named_in_the_settings(root: Path, file: str, before: str, after: str) -> None:
    (root / file).write_bytes(before.encode())
    assert run("new", "house-rule", "--kind", "toml").exit_code == 0
    assert (root / file).read_bytes().decode() == after
    folder = "rules" if "rules" in after else "codemods"
    assert (root / folder / "house-rule.toml").is_file()


def test_without_any_settings_a_file_is_made(root: Path) -> None:
    (root / "pyproject.toml").unlink()
    (root / "setup.py").write_bytes(b"")
    assert run("new", "house-rule", "--kind", "toml").exit_code == 0
    assert (root / "flask-modernize.toml").read_text() == 'codemods = "codemods"\n'


def test_settings_that_cannot_be_extended_are_left_to_the_reader(root: Path) -> None:
    (root / "pyproject.toml").write_bytes(b"[tool]\nflask-modernize = { jobs = 1 }\n")
    result = run("new", "house-rule")
    assert result.exit_code == 2
    assert 'Add codemods = "codemods" to [tool.flask-modernize] in pyproject.toml' in result.stderr
    assert not (root / "codemods").exists()
