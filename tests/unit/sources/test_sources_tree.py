"""Tree and Changes: overlays, composition, what counts as Python."""

from __future__ import annotations

import subprocess
import sys
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.sources import Changes, FileDelta, Tree, memory_tree

PATHS = ["a.py", "b.py", "pkg/__init__.py", "pkg/data.txt", "run", "A.py"]
CONTENTS = st.sampled_from([b"", b"x = 1\n", b"#!/usr/bin/env python3\n", b"\xff"])
FILES = st.dictionaries(st.sampled_from(PATHS), CONTENTS)


def content(tree: Tree) -> dict[str, bytes]:
    return {path: tree.read(path) for path in tree.paths}


def between(before: dict[str, bytes], after: dict[str, bytes]) -> Changes:
    return Changes(FileDelta(path, before.get(path), after.get(path)) for path in {*before, *after})


@given(FILES, FILES, FILES)
def test_changes_lead_from_one_tree_to_the_other(
    first: dict[str, bytes], second: dict[str, bytes], third: dict[str, bytes]
) -> None:
    tree = memory_tree(first)
    one, two = between(first, second), between(second, third)
    middle = tree.with_changes(one)
    assert content(tree) == first
    assert content(middle) == second
    assert content(middle.with_changes(two)) == third
    assert one.then(two) == between(first, third)
    assert content(tree.with_changes(one.then(two))) == third
    assert list(middle.paths) == sorted(second)
    assert middle.python_paths() == tuple(path for path in sorted(second) if path.endswith(".py"))
    for path in PATHS:
        assert middle.exists(path) == (path in second)


def test_an_absent_file_is_a_key_error() -> None:
    tree = memory_tree({"a.py": b""}).with_changes(
        Changes([FileDelta("a.py", b"", b"x"), FileDelta("b.py", None, b"")])
    )
    tree = tree.with_changes(Changes([FileDelta("a.py", b"x", None)]))
    for path in ("a.py", "c.py", "", "b"):
        for ask in (tree.read, tree.digest, tree.signature, tree.executable):
            with pytest.raises(KeyError):
                ask(path)


def test_no_changes_give_the_same_tree() -> None:
    tree = memory_tree({"a.py": b""})
    assert tree.with_changes(Changes()) is tree
    assert tree.with_changes(Changes([FileDelta("a.py", b"x", b"x")])) is tree


@pytest.mark.parametrize(
    ("delta", "words"),
    [
        (FileDelta("a.py", None, b"new"), "a.py exists already"),
        (FileDelta("b.py", b"old", b"new"), "b.py does not exist"),
        (FileDelta("b.py", b"old", None), "b.py does not exist"),
        (FileDelta("a.py", b"other", b"new"), "does not start from the tree's content"),
    ],
)
def test_changes_that_do_not_fit_are_refused(delta: FileDelta, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        memory_tree({"a.py": b"old"}).with_changes(Changes([delta]))


def test_delta_keeps_the_mode() -> None:
    tree = memory_tree({"a.py": b"old"}).with_changes(Changes([FileDelta("run", None, b"#!python\n", executable=True)]))
    assert tree.delta("a.py", b"new") == FileDelta("a.py", b"old", b"new")
    assert tree.delta("run", None) == FileDelta("run", b"#!python\n", None, executable=True)
    assert tree.delta("b.py", b"new") == FileDelta("b.py", None, b"new")
    assert tree.delta("b.py", None).is_empty


@pytest.mark.parametrize(
    ("path", "head", "executable", "python"),
    [
        ("bin/run", b"#!/usr/bin/env python3\n", True, True),
        ("bin/run", b"#!/usr/bin/python2.7 -u\r\n", True, True),
        ("bin/run", b"#!/usr/bin/env pythonw\n", True, True),
        ("bin/run", b"#!/usr/bin/env python3\n", False, False),
        ("bin/run", b"#!/bin/sh\nexec python\n", True, False),
        ("bin/run", b"import python\n", True, False),
        ("bin/run.sh", b"#!/usr/bin/env python3\n", True, False),
        ("bin/run.pyw", b"", False, True),
        ("bin/run.pyi", b"", False, False),
        (".py", b"", False, True),
    ],
)
def test_what_is_python(path: str, head: bytes, executable: bool, python: bool) -> None:
    tree = memory_tree({}).with_changes(Changes([FileDelta(path, None, head, executable)]))
    assert tree.python_paths() == ((path,) if python else ())
    assert tree.executable(path) == executable


def test_digest_and_signature_follow_the_content() -> None:
    tree = memory_tree({"a.py": b"old"})
    assert tree.digest("a.py") == blake2b(b"old", digest_size=16).digest()
    assert tree.signature("a.py") == ("digest", tree.digest("a.py"))
    changed = tree.with_changes(Changes([FileDelta("a.py", b"old", b"new")]))
    assert changed.signature("a.py") != tree.signature("a.py")


@pytest.mark.parametrize("path", ["", "/a", "a/", "../a", "a/../b", "./a", "a//b", "a\0", ".git/config", "x/.git/y"])
def test_paths_outside_of_the_tree_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        FileDelta(path, None, b"")


def test_changes_are_ordered_and_never_empty() -> None:
    deltas = [FileDelta("b.py", None, b""), FileDelta("a.py", b"x", None), FileDelta("c.py", b"x", b"x")]
    changes = Changes(deltas)
    assert changes == Changes(reversed(deltas))
    assert hash(changes) == hash(Changes(reversed(deltas)))
    assert changes != deltas
    assert changes.paths == ("a.py", "b.py")
    assert [delta.path for delta in changes] == ["a.py", "b.py"]
    assert len(changes) == 2
    assert "a.py" in changes
    assert "c.py" not in changes
    assert changes.get("a.py") == deltas[1]
    assert changes.get("c.py") is None
    assert repr(changes) == "<Changes: a.py, b.py>"
    assert not Changes([deltas[2]])


def test_two_changes_of_one_file_need_then() -> None:
    with pytest.raises(ValueError, match=r"two changes of a\.py"):
        Changes([FileDelta("a.py", b"x", b"y"), FileDelta("a.py", b"y", b"z")])


def test_changes_that_do_not_follow_are_refused() -> None:
    with pytest.raises(ValueError, match=r"second change of a\.py"):
        Changes([FileDelta("a.py", b"x", b"y")]).then(Changes([FileDelta("a.py", b"z", b"x")]))


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, flask_modernize.sources as s; before = set(sys.modules);"
        "heavy = {'ast', 'subprocess', 'difflib', 'pathspec', 'git', 'libcst', 'hashlib'};"
        "print(sorted(heavy & before), s.Changes.__name__, s.working_tree.__name__);"
        "print(sorted({'pathspec', 'git'} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed == "[] Changes working_tree\n[]\n"


def test_unknown_names_are_attribute_errors() -> None:
    import flask_modernize.sources

    with pytest.raises(AttributeError, match="nonsense"):
        flask_modernize.sources.nonsense  # noqa: B018
