"""The stored result of an earlier run: the same, or not used at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import toy_migration

from flask_modernize.planning import planner
from flask_modernize.planning.configuration import CommandLine, Configuration, configure, read_document
from flask_modernize.planning.contract import Migration
from flask_modernize.planning.outcomes import Run
from flask_modernize.planning.run_cache import RunCache
from flask_modernize.sources import Tree, memory_tree

FILES = {"a.py": b"x = legacy()  # caf\xc3\xa9\ny = legacy(1)\n", "b.py": b"import flask\nprint 1\n", "c.txt": b"text"}


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path))
    return tmp_path / "runs"


def settings(*options: str) -> Configuration:
    return configure(read_document({}.get), (toy_migration.MIGRATION,), CommandLine(options=options))


def cache_of(
    tree: Tree,
    configuration: Configuration | None = None,
    paths: frozenset[str] | None = None,
    migrations: Sequence[Migration] = (toy_migration.MIGRATION,),
) -> RunCache:
    return RunCache(tree, migrations, configuration or settings(), paths)


def stored(tree: Tree) -> Run:
    run = planner.run(tree, (toy_migration.MIGRATION,), settings(), jobs=1)
    cache_of(tree).save(run)
    return replace(run, timings=(), figures=())


def test_the_stored_run_is_the_run() -> None:
    run = stored(memory_tree(FILES))
    assert run.changes
    assert run.problems
    assert cache_of(memory_tree(FILES)).load() == run


def test_nothing_is_stored_at_first() -> None:
    assert cache_of(memory_tree(FILES)).load() is None


@pytest.mark.parametrize("path", ["a.py", "c.txt", "new.py", "new.txt"])
def test_another_content_is_another_run(path: str) -> None:
    stored(memory_tree(FILES))
    assert cache_of(memory_tree(FILES | {path: b"y = 2\n"})).load() is None


def test_other_settings_are_another_run() -> None:
    tree = memory_tree(FILES)
    stored(tree)
    assert cache_of(tree, settings("toy.depth=4")).load() is None
    assert cache_of(tree, paths=frozenset({"a.py"})).load() is None
    assert cache_of(tree, migrations=()).load() is None
    assert cache_of(tree, settings()).load() is not None


def test_a_damaged_file_counts_as_absent(cache_folder: Path) -> None:
    tree = memory_tree(FILES)
    stored(tree)
    (file,) = cache_folder.iterdir()
    data = file.read_bytes()
    for damaged in (b"", data[:30], data[:-1], data[:-1] + bytes([data[-1] ^ 1]), b"x" + data):
        file.write_bytes(damaged)
        assert cache_of(tree).load() is None
    file.write_bytes(data)
    assert cache_of(tree).load() is not None


def test_a_run_in_which_something_went_wrong_is_not_stored(cache_folder: Path) -> None:
    tree = memory_tree({"a.py": b"raise_in_migration\n"})
    assert planner.run(tree, (toy_migration.MIGRATION,), settings(), jobs=1).unresolved
    stored(tree)
    assert not cache_folder.exists()


def test_a_directory_that_cannot_be_written_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path / "file"))
    tree = memory_tree(FILES)
    stored(tree)
    assert cache_of(tree).load() is None
