"""The example app keeps its promises: its own tests pass before the migration, and after it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import golden_cases
import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
TOOL = Path(sys.executable).with_name("flask-modernize")


@pytest.fixture
def bookshelf(tmp_path: Path) -> Path:
    """A copy of the example app, outside of any git repository."""
    ignored = shutil.ignore_patterns("__pycache__", ".*cache", "*.db")
    return shutil.copytree(EXAMPLES / "bookshelf", tmp_path / "bookshelf", ignore=ignored)


def modernize(project: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "XDG_CACHE_HOME": str(project.parent / "cache")}
    return subprocess.run([TOOL, *arguments], cwd=project, env=environment, capture_output=True, check=False)


def run_own_tests(project: Path) -> str:
    """The last line of pytest; fails when the app's own tests do. Only its legacy warnings may differ."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    # Options of the test run around this one (workers, plug-ins) are none of the app's.
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--disable-warnings", "-o", "addopts="]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip().splitlines()[-1]


def passed(summary: str) -> str:
    return summary.split(" passed", maxsplit=1)[0]


def test_the_app_works_before_and_after(bookshelf: Path) -> None:
    before = run_own_tests(bookshelf)
    done = modernize(bookshelf, ".")
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    changed = (bookshelf / "bookshelf" / "views.py").read_text()
    assert "select(Book)" in changed
    assert "Author.query" not in changed
    assert "bp = Blueprint('main', __name__)" in changed
    assert "def create_app(" in (bookshelf / "bookshelf" / "__init__.py").read_text()
    assert passed(run_own_tests(bookshelf)) == passed(before)


def test_a_dry_run_writes_nothing_and_its_patch_is_the_change(bookshelf: Path, tmp_path: Path) -> None:
    before = golden_cases.read_files(bookshelf)
    done = modernize(bookshelf, "--dry-run", "--format", "patch", ".")
    assert golden_cases.read_files(bookshelf) == before
    patched = shutil.copytree(bookshelf, tmp_path / "patched")
    golden_cases.git_apply(done.stdout, patched)

    modernize(bookshelf, ".")
    after = golden_cases.read_files(bookshelf)
    assert after != before
    golden_cases.check_same(after, golden_cases.read_files(patched))


def test_a_second_run_has_nothing_to_do(bookshelf: Path) -> None:
    modernize(bookshelf, ".")
    after = golden_cases.read_files(bookshelf)
    modernize(bookshelf, ".")
    assert golden_cases.read_files(bookshelf) == after


def test_the_demo_shows_a_diff_and_leaves_the_checkout_alone(tmp_path: Path) -> None:
    before = golden_cases.read_files(EXAMPLES / "bookshelf")
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, str(EXAMPLES / "demo.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "-    return Member.query.get(int(user_id))" in done.stdout
    assert "+    return db.session.get(Member, int(user_id))" in done.stdout
    assert done.stdout.count("Flask-Modernize-Verified: 20 tests as before; 27 routes, ") == 5
    assert "def create_app(config_name=None):" in done.stdout
    assert golden_cases.read_files(EXAMPLES / "bookshelf") == before
