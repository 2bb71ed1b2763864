"""Migrations of programs as a whole: imports that move, files of all kinds, chosen paths, ignore comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import toy_migration
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.planning import planner
from flask_modernize.planning.configuration import CommandLine, configure, read_document
from flask_modernize.planning.contract import (
    Edit,
    FileChange,
    Group,
    ImportDrop,
    ImportNeed,
    Migration,
    Options,
    Plan,
)
from flask_modernize.planning.outcomes import Run, Status
from flask_modernize.planning.run_cache import RunCache
from flask_modernize.project import Project
from flask_modernize.sources import memory_tree, unified_diff

CONFIGURATION = configure(read_document({}.get), (toy_migration.MIGRATION,), CommandLine())


def program(plan: Callable[[Project], Plan], id: str = "toy") -> Migration:
    def planned(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        assert paths is None
        return plan(project)

    return replace(toy_migration.MIGRATION, id=id, plan=planned, whole_program=True)


def run(files: Mapping[str, bytes], *migrations: Migration, paths: frozenset[str] | None = None) -> Run:
    return planner.run(memory_tree(files), migrations, CONFIGURATION, paths, jobs=1)


def after(result: Run) -> dict[str, bytes | None]:
    return {delta.path: delta.after for delta in result.changes}


def codes(result: Run) -> list[tuple[str, int, str]]:
    return [(each.path, each.line, each.code) for outcome in result.outcomes for each in outcome.findings]


def replaced(project: Project, path: str, old: bytes, new: bytes) -> Edit:
    start = project.tree.read(path).index(old)
    return Edit(path, start, start + len(old), new)


# -- a small version of what unbound-extensions does ----------------------------------------------------------------


def unbind(project: Project) -> Plan:
    """``db = SQLAlchemy(app)`` moves to ``extensions.py``; every file imports it from there."""
    paths = [path for path in project.tree.python_paths() if path != "app.py"]
    if b"db = SQLAlchemy(app)" not in project.tree.read("app.py"):
        return Plan()
    edits = [replaced(project, "app.py", b"db = SQLAlchemy(app)  # the database", b"db.init_app(app)")]
    edits.append(replaced(project, "page.html", b"old", b"new"))
    needs, drops = [ImportNeed("app.py", "extensions", "db")], [ImportDrop("app.py", 1, "SQLAlchemy")]
    for path in paths:
        for match in re.finditer(rb"(?m)^ *from app import .*\bdb\b", project.tree.read(path)):
            line = project.tree.read(path).count(b"\n", 0, match.start()) + 1
            drops.append(ImportDrop(path, line, "db"))
            needs.append(ImportNeed(path, "extensions", "db"))
    content = b"from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()  # the database\n"
    made = FileChange("extensions.py", content)
    group = Group("unbound db", "app.py", 3, tuple(edits), tuple(needs), (made,), dropped_imports=tuple(drops))
    return Plan((group,))


FILES = {
    "app.py": b"from flask_sqlalchemy import SQLAlchemy  # noqa\n\ndb = SQLAlchemy(app)  # the database\n",
    "views.py": b"from app import app, db  # noqa: E402\n\napp.run(db)\n",
    "models.py": b"from app import db\n\nclass User(db.Model):\n    pass\n",
    "page.html": b"caf\xe9 old\r\nfoo\n\x00",
}


def test_imports_and_files_of_all_kinds_change_together() -> None:
    result = run(FILES, program(unbind))
    assert codes(result) == []
    assert after(result) == {
        "app.py": b"from extensions import db\n\ndb.init_app(app)\n",
        "extensions.py": b"from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()  # the database\n",
        "models.py": b"from extensions import db\n\nclass User(db.Model):\n    pass\n",
        "page.html": b"caf\xe9 new\r\nfoo\n\x00",
        "views.py": b"from app import app  # noqa: E402\nfrom extensions import db  # noqa: E402\n\napp.run(db)\n",
    }


def test_such_a_run_can_be_told_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path))
    tree = memory_tree(FILES, str(tmp_path))
    migration = program(unbind)
    result = planner.run(tree, (migration,), CONFIGURATION, jobs=1)
    cache = RunCache(tree, (migration,), CONFIGURATION, None)
    cache.save(result)
    again = cache.load()
    assert again is not None
    assert (again.outcomes, again.changes) == (result.outcomes, result.changes)
    assert b"-caf\xe9 old\r\n+caf\xe9 new\r\n" in unified_diff(result.changes)
    edit = next(each for each in result.outcomes[0].edits if each.path == "page.html")
    assert (edit.line, edit.before, edit.after) == (1, "old", "new")


# -- guards ------------------------------------------------------------------------------------------------------------


def test_a_comment_that_no_file_has_any_more_is_missed() -> None:
    def plan(project: Project) -> Plan:
        planned = unbind(project)
        made = FileChange("extensions.py", b"from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n")
        return Plan(tuple(replace(group, files=(made,)) for group in planned.groups))

    result = run(FILES, program(plan))
    assert not result.changes
    assert codes(result) == [("app.py", 3, "G-COMMENT")]
    assert "'# the database'" in result.outcomes[0].findings[0].message


def test_a_deleted_file_takes_its_comments_along_only_where_they_are_elsewhere() -> None:
    def plan(project: Project) -> Plan:
        gone, kept = FileChange("a.py", None), FileChange("c.py", b"x = 1  # why\n")
        groups = [
            Group("a", "a.py", 1, (), files=(gone, kept)),
            Group("b", "b.py", 1, (), files=(FileChange("b.py", None),)),
        ]
        return Plan(tuple(group for group in groups if project.tree.exists(group.path)))

    result = run({"a.py": b"x = 1  # why\n", "b.py": b"y = 1  # because\n"}, program(plan))
    assert after(result) == {"a.py": None, "c.py": b"x = 1  # why\n"}
    assert codes(result) == [("b.py", 1, "G-COMMENT")]


@pytest.mark.parametrize("path", ["config.py", "config.txt", "package"])
def test_a_file_that_is_there_is_not_overwritten(path: str) -> None:
    def plan(project: Project) -> Plan:
        return Plan((Group("make", "a.py", 1, (), files=(FileChange(path, b"x = 1\n"),)),))

    files = {"a.py": b"", "config.py": b"y = 1\n", "config.txt": b"y", "package/x.py": b""}
    result = run(files, program(plan))
    assert not result.changes
    assert codes(result) == [("a.py", 1, "G-EXISTS")]
    assert path in result.outcomes[0].findings[0].message


def test_a_created_python_file_must_parse() -> None:
    def plan(project: Project) -> Plan:
        files = (FileChange("new.py", b"x = (\n"), FileChange("new.html", b"x = (\n"))
        groups = [Group(each.path, "a.py", 1, (), files=(each,)) for each in files]
        return Plan(tuple(group for group in groups if not project.tree.exists(group.title)))

    result = run({"a.py": b""}, program(plan))
    assert after(result).keys() == {"new.html"}
    assert codes(result) == [("a.py", 1, "G-PARSE")]


def test_moved_code_must_find_its_names() -> None:
    def plan(project: Project) -> Plan:
        planned = unbind(project)
        made = FileChange("extensions.py", b"db = SQLAlchemy()  # the database\n")
        return Plan(tuple(replace(group, files=(made,)) for group in planned.groups))

    result = run(FILES, program(plan))
    assert not result.changes
    assert codes(result) == [("app.py", 3, "G-NAMES")]
    assert "'SQLAlchemy' undefined in extensions.py" in result.outcomes[0].findings[0].message


def test_a_module_that_was_never_there_is_no_fault_of_the_new_start() -> None:
    def plan(project: Project) -> Plan:
        if project.tree.exists("wsgi.py"):
            return Plan()
        made = FileChange("wsgi.py", b"from shop import views\n")
        return Plan((Group("start", "shop/app.py", 1, (), files=(made,)),))

    app = {"shop/__init__.py": b"", "shop/app.py": b"import flask\napp = flask.Flask('x')\n"}
    result = run({**app, "shop/views.py": b"from shop.plugin import name\n"}, program(plan))
    assert after(result).keys() == {"wsgi.py"}
    assert codes(run(app, program(plan))) == [("shop/app.py", 1, "G-START")]


def test_a_circle_of_imports_that_cannot_be_gone_through_is_not_made() -> None:
    def plan(project: Project) -> Plan:
        if b"views" in project.tree.read("app.py"):
            return Plan()
        edit = replaced(project, "app.py", b"app =", b"from views import index\n\napp =")
        return Plan((Group("circle", "app.py", 1, (edit,)),))

    fine = {"app.py": b"import flask\napp = flask.Flask('x')\n", "views.py": b"index = 1\n"}
    assert run(fine, program(plan)).changes
    result = run({**fine, "views.py": b"from app import app\n\nindex = 1\n"}, program(plan))
    assert not result.changes
    assert codes(result) == [("app.py", 1, "G-START")]
    (finding,) = result.outcomes[0].findings
    assert "views.py imports app from app, which is not there at that point" in finding.message
    broken = {
        "app.py": b"import other\n" + fine["app.py"],
        "other.py": b"from app import x\n",
        "views.py": b"index = 1\n",
    }
    assert run(broken, program(plan)).changes


def test_a_second_run_looks_at_the_whole_program() -> None:
    def plan(project: Project) -> Plan:
        if b"old" in project.tree.read("a.py"):
            return Plan((Group("first", "a.py", 1, (replaced(project, "a.py", b"old", b"new"),)),))
        return Plan((Group("second", "b.txt", 1, (replaced(project, "b.txt", b"old", b"new"),)),))

    result = run({"a.py": b"'old'\n", "b.txt": b"old\n"}, program(plan))
    assert not result.changes
    assert codes(result) == [("a.py", 1, "G-UNSTABLE")]


def test_a_crash_fails_the_migration() -> None:
    def plan(project: Project) -> Plan:
        raise RuntimeError("on purpose")

    result = run({"a.py": b"", "b.py": b""}, program(plan))
    assert result.outcomes[0].status is Status.FAILED


def test_a_drop_that_cannot_be_made_drops_its_group() -> None:
    def plan(project: Project) -> Plan:
        return Plan((Group("x", "a.py", 1, (), dropped_imports=(ImportDrop("a.py", 1, "missing"),)),))

    result = run({"a.py": b"import os\n"}, program(plan))
    assert codes(result) == [("a.py", 1, "G-IMPORT")]


@given(st.one_of(st.binary(max_size=60), st.text(max_size=30).map(str.encode)), st.data())
def test_edits_of_other_files_change_just_these_bytes(content: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    expected = content[:start] + b"\xc3new" + content[end:]

    def plan(project: Project) -> Plan:
        if project.tree.read("page.html") != content:
            return Plan()
        return Plan((Group("edit", "page.html", 1, (Edit("page.html", start, end, b"\xc3new"),)),))

    result = run({"page.html": content, "a.py": b""}, program(plan))
    assert after(result) == ({"page.html": expected} if expected != content else {})
    assert b"page.html" in unified_diff(result.changes) or not result.changes


# -- chosen paths ------------------------------------------------------------------------------------------------------


def test_a_group_that_needs_other_files_is_a_finding() -> None:
    result = run(FILES, program(unbind), paths=frozenset({"app.py", "views.py"}))
    assert not result.changes
    (finding,) = result.outcomes[0].findings
    assert (finding.path, finding.line, finding.code) == ("app.py", 3, "G-PATHS")
    assert finding.message == "Not done here: unbound db. It would also change models.py, outside of the chosen paths."
    assert result.outcomes[0].status is Status.NOTHING_TO_DO
    assert codes(run(FILES, program(unbind), paths=frozenset())) == []


def test_what_an_earlier_migration_made_may_be_changed() -> None:
    def second(project: Project) -> Plan:
        if b"SQLAlchemy()" not in project.tree.read("extensions.py"):
            return Plan()
        edit = replaced(project, "extensions.py", b"SQLAlchemy()", b"SQLAlchemy(1)")
        return Plan((Group("more", "extensions.py", 3, (edit,)),))

    chosen = frozenset({"app.py", "views.py", "models.py"})
    result = run(FILES, program(unbind), program(second, "later"), paths=chosen)
    assert b"SQLAlchemy(1)" in (after(result)["extensions.py"] or b"")


# -- ignore comments ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("models.py", b"from app import db  # flask-modernize: ignore[toy]\n"),
        ("models.py", b"# flask-modernize: ignore-file[toy]\nfrom app import db\n"),
        ("app.py", b"from x import SQLAlchemy  # flask-modernize: ignore[toy]\ndb = SQLAlchemy(app)  # the database\n"),
    ],
)
def test_an_ignore_comment_anywhere_keeps_a_group_as_a_whole(path: str, content: bytes) -> None:
    result = run({**FILES, path: content}, program(unbind))
    assert not result.changes
    assert codes(result) == []
    assert result.outcomes[0].ignored == 1


def test_an_ignore_comment_on_another_line_prevents_nothing() -> None:
    content = b"from app import db\n\nx = 1  # flask-modernize: ignore[toy]\n"
    result = run({**FILES, "models.py": content}, program(unbind))
    assert "models.py" in result.changes
    assert codes(result) == [("models.py", 3, "I-UNUSED")]
