"""How long a project keeps what it parsed."""

from __future__ import annotations

import gc
import re
from weakref import ref

import pytest

from flask_modernize.facts.parsing import no_garbage_collection
from flask_modernize.project import Project
from flask_modernize.project import contents as contents_module
from flask_modernize.project import parsed as parsed_module
from flask_modernize.project.dependencies import dependency_files
from flask_modernize.sources import Changes

NESTED = """\
import flask

class View:
    def get(self):
        global found
        found = [each for each in (lambda: flask.request)()]
        return found
"""


def test_files_that_nobody_asked_for_lately_are_freed_without_the_collector() -> None:
    big = "import flask\n" + f"value = '{'x' * parsed_module.MAX_BYTES}'\n"
    project = Project.from_files({"first.py": NESTED, "second.py": big})
    with no_garbage_collection():
        syntax = project.syntax("first.py")
        assert syntax is not None
        assert all(scope.lookup("found") is syntax.scopes.module_scope for scope in syntax.scopes.scopes())
        module = ref(syntax.module)
        del syntax
        assert module() is not None
        project.syntax("second.py")
        assert module() is None


def test_a_file_that_is_bigger_than_the_room_is_kept_while_it_is_asked_for() -> None:
    big = "import flask\n" + f"value = '{'x' * 2 * parsed_module.MAX_BYTES}'\n"
    project = Project.from_files({"big.py": big})
    assert project.syntax("big.py") is project.syntax("big.py")


def test_the_collector_runs_after_so_much_source_where_it_does_not_run_by_itself() -> None:
    collections: list[None] = []
    gc.callbacks.append(lambda phase, _: collections.append(None) if phase == "start" else None)
    try:
        size = parsed_module.COLLECT_AFTER // 3
        files = {f"m{number}.py": f"import flask\nvalue = '{'x' * size}'\n" for number in range(4)}
        project = Project.from_files(files)
        with no_garbage_collection():
            collections.clear()
            for path in files:
                project.syntax(path)
            assert len(collections) == 1
    finally:
        gc.callbacks.pop()


def test_files_with_a_text_are_found_in_the_changed_project_too(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.py": "import flask\n", "b.py": "helper = 1\n", "c.py": "import os\n"}
    project = Project.from_files(files)
    assert list(project.files_with(b"import")) == ["a.py", "c.py"]
    delta = project.tree.delta("b.py", b"import helper\n")
    changed = project.with_changes(Changes([delta]))
    assert list(changed.files_with(b"import")) == ["a.py", "b.py", "c.py"]
    assert list(project.files_with(b"import")) == ["a.py", "c.py"]
    monkeypatch.setattr(contents_module, "MAX_BYTES", 0)
    assert list(Project.from_files(files).files_with(b"import")) == ["a.py", "c.py"]


def test_files_in_which_a_pattern_matches_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.py": "x = 1", "b.py": "# x\ny = x\n", "c.py": "x = 2\n\n"}
    assigned = re.compile(rb"^x\b[^\0]*?=", re.MULTILINE)
    project = Project.from_files(files)
    assert list(project.files_with(assigned)) == ["a.py", "c.py"]
    values = re.compile(rb"\w = (\w)")
    assert project.picked(values, lambda match: match[1]) == [("a.py", b"1"), ("b.py", b"x"), ("c.py", b"2")]
    assert project.picked(values, lambda match: match[1] if match[1].isdigit() else None)[1:] == [("c.py", b"2")]
    changed = project.with_changes(Changes([project.tree.delta("a.py", b"y = 1\n")]))
    assert list(changed.files_with(assigned)) == ["c.py"]
    assert sorted(changed.picked(values, lambda match: match[1])) == [("a.py", b"1"), ("b.py", b"x"), ("c.py", b"2")]
    monkeypatch.setattr(contents_module, "MAX_BYTES", 0)
    assert list(Project.from_files(files).files_with(assigned)) == ["a.py", "c.py"]
    assert len(Project.from_files(files).picked(values, lambda match: match[0])) == 3


def test_a_file_that_is_gone_is_not_found_and_one_that_came_is() -> None:
    project = Project.from_files({"a.py": "import flask\n", "b.py": "import os\n"})
    assert list(project.files_with(b"import")) == ["a.py", "b.py"]
    moved = Changes([project.tree.delta("b.py", None), project.tree.delta("c.py", b"import os\n")])
    changed = project.with_changes(moved)
    assert list(changed.files_with(b"import os")) == ["c.py"]
    assert changed.content("c.py") == b"import os\n"
    again = changed.with_changes(Changes([changed.tree.delta("c.py", b"import io\n")]))
    assert list(again.files_with(b"import")) == ["a.py", "c.py"]
    assert list(again.files_with(b"import os")) == []
    assert list(project.files_with(b"import os")) == ["b.py"]


def test_a_word_is_found_once_in_each_file_and_not_across_two() -> None:
    project = Project.from_files({"a.py": "x = x\nend", "b.py": "start = x\n", "c.txt": "x"})
    assert list(project.files_with(b"x")) == ["a.py", "b.py"]
    assert list(project.files_with(b"endstart")) == []
    assert project.content("c.txt") == b"x"
    assert list(project.files_with(b"x")) == ["a.py", "b.py"]


def test_what_is_declared_is_read_again_only_where_it_was_changed() -> None:
    project = Project.from_files({"a.py": "import flask\n", "requirements.txt": "Flask==1.0\n"})
    known = dependency_files(project)
    other_code = project.with_changes(Changes([project.tree.delta("a.py", b"import os\n")]))
    assert dependency_files(other_code) is known
    raised = project.with_changes(Changes([project.tree.delta("requirements.txt", b"Flask==2.0\n")]))
    assert [each.specifier for file in dependency_files(raised) for each in file.declarations] == ["==2.0"]
