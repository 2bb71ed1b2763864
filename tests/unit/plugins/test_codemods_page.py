"""docs/codemods.md and docs/rule-kinds.md are true."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import pytest

from flask_modernize import testing
from flask_modernize.planning.configuration import Document
from flask_modernize.planning.registry import Registry
from flask_modernize.plugins.codemods import with_codemods
from flask_modernize.plugins.rule_tables import rule_kinds
from flask_modernize.testing import assert_leaves, assert_rewrites, project_migration

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "codemods.md").read_text(encoding="utf-8")
FILES = re.findall(r"```toml\n# codemods/([\w-]+\.toml)\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "codemods").mkdir()
    (tmp_path / "codemods" / "rename_function.py").write_text("")
    (tmp_path / "flask-modernize.toml").write_text('codemods = "codemods"\n')
    for name, text in FILES:
        (tmp_path / "codemods" / name).write_text(text)
    return tmp_path


def test_every_example_file_is_taken(project: Path) -> None:
    document = Document({"codemods": "codemods"}, "flask-modernize.toml")
    found = with_codemods(Registry(()), str(project), document, trusted=True)
    assert found.ids == ("acme-2", "rename-client", "rename-function")


def test_the_rules_do_what_is_said(project: Path) -> None:
    migration = project_migration("acme-2", project)
    before = "from acme.legacy import connect, Client\n\nclient = Client()\nclient.fetch(connect(timeout_s=1))\n"
    after = "from acme import connect, Client\n\nclient = Client()\nclient.get(connect(timeout=1))\n"
    assert_rewrites(migration, before, after)
    assert_leaves(migration, "import acme.legacy\nacme.legacy.poll()\n", codes=["L-REMOVED"])


def test_the_shown_settings_are_taken(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(\[tool\.flask-modernize\.codemods\].*?)```", PAGE, re.DOTALL)
    (tmp_path / "codemods").mkdir()
    (tmp_path / "pyproject.toml").write_text(text)
    assert project_migration("acme-2", tmp_path).summary == "acme 1 becomes acme 2"
    assert tomllib.loads(text)["tool"]["flask-modernize"]["codemods"]["folder"] == "codemods"


def test_what_is_said_of_the_kit_is_there() -> None:
    names = set(re.findall(r"from flask_modernize\.testing import (.*)", PAGE)[0].split(", "))
    assert names <= set(dir(testing))
    assert names | {"GoldenCase", "golden_cases"} == {
        name for name, value in vars(testing).items() if not name.startswith("_") and hasattr(value, "__module__")
    }


def test_the_page_of_the_kinds_is_up_to_date() -> None:
    generate = runpy.run_path(str(DOCS / "generate.py"))
    text = (DOCS / "rule-kinds.md").read_text(encoding="utf-8")
    assert text == generate["kinds_page"](), "run `make docs`"
    assert [line for line in text.splitlines() if line.startswith("## ")] == [f"## {name}" for name in rule_kinds()]
