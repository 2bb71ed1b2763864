"""Which rules are looked for in a file at all, by what its bytes say."""

from __future__ import annotations

import ast

import pytest

from flask_modernize.project import Project
from flask_modernize.rules.index import fitting_rules, sought
from flask_modernize.rules.kinds import RemovedKeyword, RenamedAttribute, RenamedKeyword, Rule

ATTRIBUTE = RenamedAttribute("row", "flask.Request", "is_xhr", "is_new")
OVERRIDDEN = RenamedAttribute("row", "flask.Request", "is_xhr", "is_new", overrides=True)
KEYWORD = RenamedKeyword("row", "marshmallow.fields.Str", "missing", "load_default")
FUNCTION_KEYWORD = RemovedKeyword("row", "flask.send_file", "missing")


@pytest.mark.parametrize(
    ("rule", "text", "fits"),
    [
        (ATTRIBUTE, "x.is_xhr", True),
        (ATTRIBUTE, "x. # a comment\\\n is_xhr", True),
        (ATTRIBUTE, "is_xhr = 1", False),
        (OVERRIDDEN, "class R(Request):\n    is_xhr = 1", True),
        (KEYWORD, "Own(missing=1)", True),
        (KEYWORD, "Own(missing  # a comment\n =1)", True),
        (KEYWORD, "missing == 1", False),
        (FUNCTION_KEYWORD, "other(missing=1)", False),
        (FUNCTION_KEYWORD, "send_file(missing=1)", True),
    ],
)
def test_a_rule_is_looked_for_where_its_words_stand_as_they_must(rule: Rule, text: str, fits: bool) -> None:
    project = Project.from_files({"app.py": text})
    found = fitting_rules(sought((rule,)), project.words("app.py"), project.content("app.py"))
    assert (found == (rule,)) is fits


def test_words_are_those_of_the_changed_file() -> None:
    from flask_modernize.sources import Changes

    project = Project.from_files({"a.py": "old\n", "b.py": "kept\n"})
    assert (project.words("a.py"), project.words("b.py")) == ({b"old"}, {b"kept"})
    changed = project.with_changes(Changes([project.tree.delta("a.py", b"new\n")]))
    assert (changed.words("a.py"), changed.words("b.py")) == ({b"new"}, {b"kept"})
    assert changed.content("a.py") == b"new\n"


def test_nodes_of_a_kind_come_in_the_order_of_all_nodes() -> None:
    syntax = Project.from_files({"app.py": "f(g(1))\nclass C:\n    h()\n"}).syntax("app.py")
    assert syntax is not None
    calls = [node for node in syntax.scopes.nodes() if isinstance(node, ast.Call)]
    assert list(syntax.scopes.of_kind(ast.Call)) == calls != []
