"""Declared dependencies, read from every kind of file."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from flask_modernize.project.dependencies import Declared, declared, is_pinned_below


class FakeProject:
    def __init__(self, files: dict[str, str]) -> None:
        contents = {path: text.encode() for path, text in files.items()}
        self.tree = SimpleNamespace(paths=tuple(sorted(contents)), read=contents.__getitem__)


def project(files: dict[str, str]) -> Any:
    return FakeProject(files)


SETUP_PY = """\
from setuptools import setup
requires = [
    "flask",
    "Flask-SQLAlchemy>=2.1,<3",
]
setup(name="x", install_requires=requires)
"""
PYPROJECT = """\
[project]
name = "x"
dependencies = [
  "flask-sqlalchemy ~= 2.4",
]
"""
POETRY = """\
[tool.poetry.dependencies]
python = "^3.8"
flask-sqlalchemy = {version = "^2.4", extras = ["x"]}
"""
POETRY_LOCK = """\
[[package]]
name = "flask-sqlalchemy"
version = "2.5.1"
"""
PIPFILE_LOCK = '{"default": {\n "flask-sqlalchemy": {"version": "==2.5.1"}}}'
CONDA = "dependencies:\n  - python=3.8\n  - flask-sqlalchemy=2.4=py38_0\n  - pip:\n    - other==1\n"


@pytest.mark.parametrize(
    ("path", "text", "specifier", "pinned", "upper_bound", "line"),
    [
        ("requirements.txt", "flask\nFlask_SQLAlchemy==2.5.1 # old\n", "==2.5.1", "2.5.1", "2.5.1", 2),
        ("requirements/prod.txt", "-r base.txt\nflask-sqlalchemy[x]<3 \\\n  --hash=sha256:ab\n", "<3", None, "3", 2),
        ("dev-requirements.txt", "flask.sqlalchemy\n", "", None, None, 1),
        ("constraints.txt", "flask-sqlalchemy<=2.9", "<=2.9", None, "2.9", 1),
        ("requirements.txt", "git+https://x.org/f.git@1#egg=flask-sqlalchemy", "", None, None, 1),
        ("setup.py", SETUP_PY, ">=2.1,<3", None, "3", 4),
        ("setup.cfg", "[options]\ninstall_requires =\n  flask\n  flask-sqlalchemy==2.*\n", "==2.*", None, "3", 4),
        ("pyproject.toml", PYPROJECT, "~=2.4", None, "3", 4),
        ("pyproject.toml", POETRY, ">=2.4,<3", None, "3", 3),
        ("Pipfile", '[packages]\nflask-sqlalchemy = "==2.4"\n', "==2.4", "2.4", "2.4", 2),
        ("poetry.lock", POETRY_LOCK, "==2.5.1", "2.5.1", "2.5.1", 2),
        ("Pipfile.lock", PIPFILE_LOCK, "==2.5.1", "2.5.1", "2.5.1", 2),
        ("environment.yml", CONDA, "==2.4.*", None, "2.5", 3),
    ],
)
def test_reads(path: str, text: str, specifier: str, pinned: str | None, upper_bound: str | None, line: int) -> None:
    found = declared(project({path: text}))["flask-sqlalchemy"]
    assert found == Declared("flask-sqlalchemy", specifier, pinned, upper_bound, path, line)


@pytest.mark.parametrize(
    ("specifier", "below"),
    [
        ("==2.5.1", True),
        ("<3", True),
        ("<3.0.0", True),
        ("~=2.4", True),
        ("~=2.4.1", True),
        ("==2.*", True),
        (">=2.1,<2.9", True),
        ("<=2.9", True),
        ("<=3.0", False),
        ("", False),
        (">=2", False),
        ("==3.0", False),
        ("<4", False),
        ("~=3.0", False),
        ("!=2.5", False),
    ],
)
def test_pinned_below(specifier: str, below: bool) -> None:
    files = {"requirements.txt": f"flask-sqlalchemy{specifier}\n"}
    assert (is_pinned_below(project(files), "Flask_SQLAlchemy", "3.0") is not None) is below


def test_a_lock_file_wins() -> None:
    files = {"pyproject.toml": POETRY.replace("^2.4", ">=2"), "poetry.lock": POETRY_LOCK}
    assert declared(project(files))["flask-sqlalchemy"].pinned == "2.5.1"
    assert is_pinned_below(project(files), "flask-sqlalchemy", "3.0")


def test_the_nearest_declaration_counts() -> None:
    files = {
        "requirements.txt": "flask-sqlalchemy==3.1",
        "old/requirements/base.txt": "flask-sqlalchemy==2.1",
        "new/requirements.txt": "sqlalchemy==2.0",
    }
    assert is_pinned_below(project(files), "flask-sqlalchemy", "3.0", "old/app/views.py")
    assert not is_pinned_below(project(files), "flask-sqlalchemy", "3.0", "new/app/views.py")
    assert not is_pinned_below(project(files), "flask-sqlalchemy", "3.0", "older/app.py")
    assert declared(project(files), "old/app.py")["sqlalchemy"].path == "new/requirements.txt"


def test_a_marker_is_read_for_python_3() -> None:
    text = "sqlalchemy==1.3; python_version < '3'\nsqlalchemy==2.0; python_version >= '3'\n"
    assert declared(project({"requirements.txt": text}))["sqlalchemy"].pinned == "2.0"


def test_poetry_carets_and_tildes() -> None:
    text = '[tool.poetry.dependencies]\na = "^0.3"\nb = "~1.4.2"\nc = "*"\nd = "2.1"\ne = "^1.0.0 || ^2.0"\nf = "~2"\n'
    found = declared(project({"pyproject.toml": text}))
    specifiers = {name: entry.specifier for name, entry in found.items()}
    assert specifiers == {"a": ">=0.3,<0.4", "b": ">=1.4.2,<1.5", "c": "", "d": "==2.1", "e": "", "f": ">=2,<3"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.py", "print 'python 2'"),
        ("setup.cfg", "no section"),
        ("pyproject.toml", "= ="),
        ("pyproject.toml", "project = 3"),
        ("Pipfile.lock", "[]"),
        ("poetry.lock", "package = 3"),
        ("requirements.txt", "???\x00 ;;\n-e .\nhttps://x.org/a.zip\n"),
    ],
)
def test_a_broken_file_declares_nothing(path: str, text: str) -> None:
    assert declared(project({path: text})) == {}
