"""The project as a whole: files on demand, changes, problems, the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from flask_modernize.facts import FactsCache
from flask_modernize.project import ClassObject, Project, Variable
from flask_modernize.sources import Changes, FileDelta, memory_tree

FILES = {
    "app.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
    "bad.py": "import flask\nprint 'x'\n",
    "models.py": "from app import db\nclass User(db.Model): pass\n",
    "plain.py": "import models\nvalue = models.User\n",
    "views.py": "from models import User\nUser.query.get(1)\n",
}


def test_what_is_read() -> None:
    project = Project.from_files(FILES)
    assert project.indexed_paths() == ("app.py", "models.py", "views.py")
    assert project.mentioning("query") == ("views.py",)
    assert project.mentioning("session") == ()
    assert project.facts("plain.py") is not None
    assert project.facts("bad.py") is None
    assert project.facts("missing.py") is None
    assert project.syntax("bad.py") is None
    assert project.syntax("missing.py") is None
    assert [(each.path, each.line, each.code) for each in project.problems] == [("bad.py", 2, "S-SYNTAX")]
    assert project.resolve("plain.py", "value") == ClassObject("models.py", "User")
    assert project.module_paths("models", "views.py") == "models.py"
    assert project.module_name("models.py") == "models"


def test_mentions() -> None:
    project = Project.from_files(
        {
            "a.py": "User.query.get_or_404(1)",
            "b.py": "db.session \\\n  . \\\n  query",
            "c.py": "import flask\nquery = 1\nclass A:\n  query_class = B",
            "d.py": "import flask\nmy.querying",
            "e.py": "get_or_404 = query_class = nothing.other",
        }
    )
    assert project.mentioning("query") == ("a.py", "b.py")
    assert project.mentioning("session") == ("b.py",)
    assert project.mentioning("get_or_404") == ("a.py", "e.py")
    assert project.mentioning("query_class") == ("c.py", "e.py")
    delta = project.tree.delta("c.py", b"import flask\nflask.query")
    assert project.with_changes(Changes([delta])).mentioning("query") == ("a.py", "b.py", "c.py")


def test_syntax_is_kept() -> None:
    project = Project.from_files(FILES)
    syntax = project.syntax("views.py")
    assert syntax is not None
    assert syntax is project.syntax("views.py")
    assert syntax.facts == project.facts("views.py")
    assert syntax.source.data == FILES["views.py"].encode()
    assert syntax.scopes.module is syntax.module


def test_changes_make_another_project(monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project.from_files(FILES)
    kept = project.syntax("views.py")
    assert project.resolve("views.py", "User") == ClassObject("models.py", "User")
    after = b"from app import db\nUser = make(db)\n"
    changes = Changes(
        [
            FileDelta("models.py", FILES["models.py"].encode(), after),
            FileDelta("bad.py", FILES["bad.py"].encode(), None),
            FileDelta("new.py", None, b"from flask import Flask\nfrom models import User\n"),
        ]
    )
    read = []
    original = type(project.tree).read

    def counting(tree: object, path: str) -> bytes:
        read.append(path)
        return original(tree, path)  # type: ignore[arg-type]

    monkeypatch.setattr(type(project.tree), "read", counting)
    changed = project.with_changes(changes)
    assert read == ["models.py", "new.py"]
    assert changed.resolve("views.py", "User") == Variable("models.py", "User")
    assert changed.resolve("new.py", "User") == Variable("models.py", "User")
    assert changed.problems == ()
    assert changed.syntax("views.py") is kept
    assert changed.syntax("models.py").source.data == after  # type: ignore[union-attr]
    assert project.resolve("views.py", "User") == ClassObject("models.py", "User")


def test_the_cache_is_used_and_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = memory_tree({path: text.encode() for path, text in FILES.items()})
    cache = FactsCache("/p", tmp_path)
    cold = Project(tree, cache=cache)
    cold.facts("plain.py")
    cold.save_cache()
    monkeypatch.setattr("flask_modernize.facts.index.parse_bytes", lambda data: pytest.fail("parsed"))
    warm = Project(tree, cache=cache)
    for path in FILES:
        assert warm.facts(path) == cold.facts(path)
    assert warm.problems == cold.problems


def test_changed_files_are_cached_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = memory_tree({path: text.encode() for path, text in FILES.items()})
    changes = Changes([FileDelta("models.py", FILES["models.py"].encode(), b"from app import db\nUser = db.X\n")])
    changed = Project(tree, cache=FactsCache("/p", tmp_path)).with_changes(changes)
    changed.facts("plain.py")
    meant = changed.resolve("views.py", "User.y")
    changed.save_cache()
    monkeypatch.setattr("flask_modernize.facts.index.parse_bytes", lambda data: pytest.fail("parsed"))
    again = Project(tree, cache=FactsCache("/p", tmp_path)).with_changes(changes)
    assert again.facts("plain.py") == changed.facts("plain.py")
    assert again.resolve("views.py", "User.y") == meant
    assert Project(changed.tree, cache=FactsCache("/p", tmp_path)).facts("models.py") == changed.facts("models.py")


def test_an_unchanged_cache_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = memory_tree({path: text.encode() for path, text in FILES.items()})
    Project(tree, cache=FactsCache("/p", tmp_path))
    monkeypatch.setattr(FactsCache, "save", lambda self, records: pytest.fail("written"))
    Project(tree, cache=FactsCache("/p", tmp_path)).save_cache()


def test_more_files_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flask_modernize.project.parsed.MAX_FILES", 2)
    monkeypatch.setattr("flask_modernize.project.project.MAX_FACTS", 2)
    files = {f"m{number}.py": f"from m{number + 1} import x\n" for number in range(8)} | {"m8.py": "x = f()\n"}
    project = Project.from_files(files)
    assert project.resolve("m0.py", "x") == Variable("m8.py", "x")
    assert [project.syntax(path).path for path in files] == list(files)  # type: ignore[union-attr]
    assert project.syntax("m0.py") is not None


def test_deep_code_in_full() -> None:
    project = Project.from_files({"m.py": "import flask\nx = a" + ".b()" * 1_000 + "\n"})
    syntax = project.syntax("m.py")
    assert syntax is not None
    assert syntax.scopes.module_scope.bindings.keys() == {"flask", "x"}
