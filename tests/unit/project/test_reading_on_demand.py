"""A project whose files are parsed when somebody asks says the same of them as one that parses all."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from flask_modernize.facts import FactsCache
from flask_modernize.facts.parsing import parse_bytes
from flask_modernize.planning import planner, registry
from flask_modernize.planning.configuration import Configuration
from flask_modernize.planning.planner import run
from flask_modernize.project import Project
from flask_modernize.project import project as project_module
from flask_modernize.sources import Changes, memory_tree

LONG = "    " + "x = 1; " * 10 + "pass\n"
FILES = {
    "app.py": f"from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n\ndef make(name):\n{LONG}    return db\n",
    "broken.py": f"import flask\n\ndef f():\n{LONG}    return User.query.all(\n\ndef g():\n{LONG}",
    "broken_class.py": f"from app import db\n\nclass Other(db.Model:\n    pass\n\ndef g():\n{LONG}",
    "models.py": f"from app import db\n\nclass User(db.Model):\n    def name(self):\n    {LONG}        return 1\n",
    "old.py": f"import flask\n\ndef f():\n{LONG}    print 'x'\n",
    "plain.py": "import models\nvalue = models.User\n",
    "views.py": f"from models import User\n\ndef view():\n{LONG}    return User.query.get(1)\n\ndef no():\n{LONG}",
}
QUERY = re.compile(rb"\.query\b")


def opened(files: dict[str, str] = FILES, cache: FactsCache | None = None, jobs: int = 1) -> Project:
    tree = memory_tree({path: text.encode() for path, text in files.items()})
    return Project(tree, on_demand=True, cache=cache, jobs=jobs)


def unparsed(project: Project) -> list[tuple[str, int]]:
    return [(each.path, each.line) for each in project.problems]


def test_files_are_known_before_they_are_parsed() -> None:
    project, whole = opened(), Project.from_files(FILES)
    assert project.problems == ()
    assert set(project.indexed_paths()) == {*whole.indexed_paths(), "broken.py", "broken_class.py", "old.py"}
    assert project.mentioning("query") == ("broken.py", "views.py")
    assert project.files_with_base("Model") == ["broken_class.py", "models.py"]


def test_facts_are_those_of_the_whole_file() -> None:
    project, whole = opened(), Project.from_files(FILES)
    for path in ("app.py", "models.py", "plain.py", "views.py"):
        found, expected = project.facts(path), whole.facts(path)
        assert found is not None
        assert expected is not None
        assert found._replace(functions={}) == expected._replace(functions={})
        for name, function in expected.functions.items():
            assert project.returned(path, found.functions[name]) == function.returned
            assert whole.returned(path, function) == function.returned
    made = project.facts("app.py")
    assert made is not None
    assert made.functions["make"].returned is False
    assert project.returned("app.py", made.functions["make"]) == (("name", "db"),)


def test_only_what_is_asked_for_is_a_problem() -> None:
    project = opened()
    assert project.facts("app.py") is not None
    assert project.facts("old.py") is None  # it looks like Python 2, so all of it is read
    assert project.facts("broken_class.py") is None
    assert project.facts("broken.py") is not None  # nobody looked into its functions
    assert unparsed(project) == [("broken_class.py", 3), ("old.py", 5)]
    assert "old.py" in project.indexed_paths()


def test_files_that_are_followed_must_parse_all_over() -> None:
    project = opened()
    assert project.excerpt("broken.py", re.compile(rb"\bg\b")) is not None
    assert project.followed("broken.py", QUERY) is None
    assert project.followed("broken.py", QUERY) is None
    assert project.followed("missing.py", QUERY) is None
    assert unparsed(project) == [("broken.py", 5)]
    assert project.with_changes(Changes([])).problems == project.problems
    repaired = project.tree.delta("broken.py", b"import flask\n")
    assert project.with_changes(Changes([repaired])).problems == ()


def test_what_is_followed_is_parsed_once() -> None:
    project = opened()
    found = project.followed("views.py", QUERY)
    assert found is not None
    assert found.left_out == ()
    assert found is project.syntax("views.py")
    assert found is project.followed("views.py", re.compile(rb"\bno\b"))
    assert found.facts == Project.from_files(FILES).facts("views.py")  # nothing was known of it before
    assert project.facts("models.py") is not None
    again = project.followed("models.py", QUERY)
    assert again is not None
    assert again.facts.functions["User.name"].returned is False
    assert ast.dump(again.module) == ast.dump(ast.parse(FILES["models.py"]))


def test_asking_for_all_of_a_file_that_does_not_parse_is_told() -> None:
    project = opened()
    assert project.facts("broken.py") is not None
    assert project.syntax("broken.py") is None
    assert unparsed(project) == [("broken.py", 5)]
    assert project.facts("broken.py") is not None  # the same answer, whoever asks first


@pytest.mark.parametrize("jobs", [1, 2])
def test_problems_come_back_from_other_processes(jobs: int) -> None:
    files = {f"m{number:03}.py": FILES["views.py"] for number in range(project_module.MIN_SHARED + 10)}
    files |= {"m050.py": FILES["broken.py"], "m060.py": FILES["old.py"]}
    project = opened(files, jobs=jobs)
    lines = project.in_processes(lambda path: _line_of_query(project, path), sorted(files))
    assert (lines.count(5), lines.count(0)) == (len(files) - 2, 2)
    assert unparsed(project) == [("m050.py", 5), ("m060.py", 5)]


def _line_of_query(project: Project, path: str) -> int:
    syntax = project.followed(path, QUERY)
    return syntax.source.position(syntax.source.data.index(b".query"))[0] if syntax is not None else 0


def test_cached_records_of_either_kind_are_of_use(tmp_path: Path) -> None:
    tree = memory_tree({path: text.encode() for path, text in FILES.items()})
    cache = FactsCache("root", tmp_path)
    cold = opened(cache=cache)
    asked = [cold.facts(path) for path in sorted(FILES)]
    cold.save_cache()
    whole = Project(tree, cache=FactsCache("root", tmp_path))  # takes nothing that was read in part
    assert [whole.facts(path) for path in whole.indexed_paths()] == [
        Project(tree).facts(path) for path in whole.indexed_paths()
    ]
    assert unparsed(whole) == unparsed(Project(tree))
    warm = opened(cache=FactsCache("root", tmp_path))  # what does not parse is found out again
    assert warm.problems == ()
    for path, before in zip(sorted(FILES), asked, strict=True):
        found = warm.facts(path)
        assert (found is None) == (before is None)
        if found is not None and before is not None:
            assert found._replace(functions={}) == before._replace(functions={})
            for name, function in before.functions.items():
                assert warm.returned(path, found.functions[name]) == cold.returned(path, function)
    assert unparsed(warm) == unparsed(cold)


def test_a_run_does_the_same_whether_all_is_parsed_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells of fewer files that do not parse: of those that it looks at."""
    monkeypatch.setattr(planner, "MIN_ON_DEMAND", 0)
    migration = registry.migration("select-queries")
    assert migration.reads_on_demand
    tree = memory_tree({path: text.encode() for path, text in FILES.items()})
    found = run(tree, [migration], Configuration(("select-queries",)))
    whole = run(tree, [replace(migration, reads_on_demand=False)], Configuration(("select-queries",)))
    assert found.outcomes == whole.outcomes
    assert found.changes.paths == ("views.py",)
    assert {each.path for each in whole.problems} == {"broken.py", "broken_class.py", "old.py"}
    assert "broken.py" in {each.path for each in found.problems} <= {each.path for each in whole.problems}
    without = len(found.problems) - len(whole.problems)
    assert (found.python_files, found.relevant_files + without) == (whole.python_files, whole.relevant_files)


def test_a_run_keeps_what_it_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(planner, "MIN_ON_DEMAND", 0)
    tree = memory_tree({path: text.encode() for path, text in FILES.items()}, "root")
    migration, configuration = registry.migration("select-queries"), Configuration(("select-queries",))
    parsed: list[bytes] = []

    def parse(data: bytes) -> ast.Module:
        parsed.append(data)
        return parse_bytes(data)

    monkeypatch.setattr("flask_modernize.facts.index.parse_bytes", parse)
    cold = run(tree, [migration], configuration, cache=True)
    assert any(b"class User" in data for data in parsed)
    parsed.clear()
    warm = run(tree, [migration], configuration, cache=True)
    assert not any(b"class User" in data for data in parsed)
    assert (warm.outcomes, warm.problems, warm.changes) == (cold.outcomes, cold.problems, cold.changes)


def test_all_files_of_a_small_tree_are_reported_where_they_do_not_parse() -> None:
    tree = memory_tree({path: text.encode() for path, text in FILES.items()})
    found = run(tree, [registry.migration("select-queries")], Configuration(("select-queries",)))
    assert {each.path for each in found.problems} == {"broken.py", "broken_class.py", "old.py"}
