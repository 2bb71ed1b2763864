"""Questions about a part of a file are answered like those about all of it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import flask_modernize.project
import flask_modernize.rewriting
from flask_modernize.project.scopes import FileScopes
from flask_modernize.sources import SourceFile

TRICKY = '''
import a.work, b as work
x = y = work; work(x); z = [work for work in x]
@work.made(lambda: work)
class Outer(work, metaclass=work.Meta):
    size = work
    @work
    def method(self, given=work): return f"""
        {self.work} {(inner := work)}"""
    class Inner:
        work.size = 1
        def deep(self):
            global found
            found = (walrus := 1)
            def deeper():
                nonlocal walrus
                walrus = self.work = 2
            return deeper
if x:
    class Outer:
        work = getattr(x, "work")
def late():
    global found, other
    for other.work in found: pass
'''
OWN = sorted(
    path
    for package in (flask_modernize.project, flask_modernize.rewriting)
    for path in Path(package.__path__[0]).glob("*.py")
)
WORDS = ("work", "self", "node", "name", "path", "size", "found", "project")


def both(text: str) -> tuple[FileScopes, FileScopes]:
    module = ast.parse(text)
    return FileScopes(module, SourceFile.from_bytes(text.encode())), FileScopes(module)


def texts() -> list[str]:
    return [TRICKY, *(path.read_text() for path in OWN)]


@pytest.mark.parametrize("word", WORDS)
def test_names_and_stores_are_found_in_the_same_order(word: str) -> None:
    for text in texts():
        some, whole = both(text)
        assert list(some.naming(word)) == list(whole.naming(word))
        assert some.stores(word) == whole.stores(word)
        assert list(some.naming(word)) == list(some.naming(word))


def test_every_node_has_the_same_parent_and_scope() -> None:
    for text in texts():
        some, whole = both(text)
        nodes = sorted(whole.nodes(), key=lambda node: -getattr(node, "lineno", 0))
        assert [some.parent(node) for node in nodes] == [whole.parent(node) for node in nodes]
        lazily = FileScopes(whole.module, SourceFile.from_bytes(text.encode()))
        assert [lazily.scope_of(node).node for node in nodes] == [whole.scope_of(node).node for node in nodes]
        assert list(lazily.nodes()) == list(whole.nodes())


def test_bindings_are_the_same() -> None:
    for text in texts():
        some, whole = both(text)
        for scope, other in zip(some.scopes(), whole.scopes(), strict=True):
            assert scope.qualname == other.qualname
            assert [(name, [each.node for each in found]) for name, found in scope.bindings.items()] == [
                (name, [each.node for each in found]) for name, found in other.bindings.items()
            ]
            assert [scope.is_bound_inside(name) for name in scope.bindings] == [
                other.is_bound_inside(name) for name in other.bindings
            ]


def test_a_class_is_found_by_its_name_wherever_it_stands() -> None:
    some, _ = both(TRICKY)
    outer = some.scope_of_class("Outer")
    assert outer is not None
    assert "size" in outer.bindings
    assert some.scope_of_class("Outer.Inner") is not None
    assert some.scope_of_class("Inner") is None
    local, _ = both("def make():\n    class Local: pass\n    return Local\n")
    assert local.scope_of_class("make.<locals>.Local") is not None


def test_only_statements_that_say_the_word_are_gone_through() -> None:
    some, _ = both("import one\nclass C:\n    a = one.x\n    b = two.y\ntwo = [3]\n")
    found = list(some.nodes_saying("one"))
    assert {type(node) for node in found} >= {ast.Import, ast.Attribute}
    assert not any(isinstance(node, ast.Name) and node.id == "two" for node in found)
    assert list(some.nodes_saying("nothing")) == []


def test_of_a_function_only_the_statements_on_the_lines_are_gone_through() -> None:
    text = "@made\ndef f(given):\n    a = given.one\n    def g():\n        b = given\\\n        .two\n    return [c]\n"
    some, _ = both(text)
    found = list(some.nodes_matching(re.compile(rb"\.two")))
    names = {node.id for node in found if isinstance(node, ast.Name)}
    assert names == {"made", "b", "given"}
    functions = [node for node in found if isinstance(node, ast.FunctionDef)]
    assert [each.name for each in functions] == ["f", "g"]
    assert {"a", "c"} <= {node.id for node in some.nodes_near(functions[0]) if isinstance(node, ast.Name)}
    assert "a" not in {node.id for node in some.nodes_near(functions[1]) if isinstance(node, ast.Name)}


def test_a_file_in_another_encoding_is_gone_through_whole() -> None:
    data = "# coding: latin-1\ndef \xe9t\xe9(x):\n    x.\xe9t\xe9 = 1\n".encode("latin-1")
    source = SourceFile.from_bytes(data)
    assert len(FileScopes(source.parse(), source).stores("\xe9t\xe9")) == 1
