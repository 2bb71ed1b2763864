"""What is looked up in a file before anything is followed: its words, and the nodes that name something."""

from __future__ import annotations

import ast

from flask_modernize.project import Project
from flask_modernize.project.library_types import library_names, may_mean
from flask_modernize.project.parsed import saying
from flask_modernize.sources import Changes

NAMING = """
from m import work as other, idle
def f(x):
    x.work
    getattr(x, "work", "work")
    x.getattr("idle")
    work(x)()
"""


def test_words_tell_attributes_and_keywords_apart() -> None:
    project = Project.from_files({"app.py": "a.b(c=d == e, f # g.h\n = 1).\\\n  i\n"})
    marked = {word for word in project.words("app.py") if not word.isalnum()}
    assert marked == {b".b", b"c=", b"f=", b"h=", b".h", b".i"}


def test_words_that_were_looked_for_are_looked_for_in_what_has_changed() -> None:
    project = Project.from_files({"a.py": "old = 1\n", "b.py": "old = 2\n", "c.py": "new = 3\n"})
    assert [*project.files_with(b"old")] == [*project.files_with(b"old")] == ["a.py", "b.py"]
    assert [*project.files_with(b"new")] == ["c.py"]
    tree = project.tree
    changed = project.with_changes(Changes([tree.delta("a.py", b"new = 1\n"), tree.delta("d.py", b"old = 4\n")]))
    assert [*changed.files_with(b"old")] == ["b.py", "d.py"]
    assert [*changed.files_with(b"new")] == ["a.py", "c.py"]
    assert [*project.files_with(b"old")] == ["a.py", "b.py"]


def test_nodes_that_name_something_are_the_same_whenever_they_are_asked_for() -> None:
    syntax = Project.from_files({"app.py": NAMING}).syntax("app.py")
    assert syntax is not None
    found = [list(syntax.scopes.naming("work")) for _ in range(3)]
    assert found[0] == found[1] == found[2]
    assert [type(node) for node in found[0]] == [ast.alias, ast.Attribute, ast.Call, ast.Name]
    assert len(syntax.scopes.naming("idle")) == 2


def test_whole_files_are_given_for_parts_where_there_is_room() -> None:
    project = Project.from_files(
        {"app.py": "import flask\ndef f(x):\n    return x.work\ndef g(x):\n    return x.idle\n"}
    )
    part = project.excerpt("app.py", saying("work"))
    assert part is not None
    assert part.left_out
    project.expect_many_passes()
    whole = project.excerpt("app.py", saying("idle"))
    assert whole is not None
    assert not whole.left_out
    assert whole is project.syntax("app.py") is project.excerpt("app.py", saying("work"))


def test_what_may_be_meant_includes_everything_that_is() -> None:
    text = (
        "import flask\nfrom flask import url_for as address, Flask\napp = Flask('x')\napp.run\naddress\nflask.abort\n"
    )
    project = Project.from_files({"app.py": text})
    syntax = project.syntax("app.py")
    assert syntax is not None
    run, address, abort = (each.value for each in syntax.module.body[3:] if isinstance(each, ast.Expr))
    scope = syntax.scopes.module_scope
    for node, name in ((run, "flask.Flask.run"), (address, "flask.url_for"), (abort, "flask.abort")):
        assert name in library_names(project, "app.py", node, scope)
        assert may_mean(project, "app.py", node, scope, (name,))
    assert not may_mean(project, "app.py", run, scope, ("flask.Flask.route",))
