"""Which scope a node is in, and which scope owns a name: compared with what Python's own symbol table says."""

from __future__ import annotations

import ast
import symtable
from textwrap import dedent

import pytest

from flask_modernize.project.scopes import FileScopes, Scope

SOURCE = """
    import os.path, sys as system
    from a.b import c as d, e
    TOP = 1
    @decorated(at_module)
    def function(first, second: annotated = default, *rest, key=key_default, **others) -> returned:
        global shared, read_only
        shared = local = first
        def nested():
            nonlocal local
            local = TOP
            return second
        items = [item + outer_in_comprehension for item in iterable_outside if item]
        pairs = {key: value for key, value in [(one, two) for one in rest] for two in one}
        late = lambda argument=lambda_default: argument + late_name
        if (walrus := first): pass
        any((found := each) for each in first)
        with opened as handle, other as (left, right): pass
        for loop, *starred in first: pass
        try: pass
        except ValueError as error: pass
        match first:
            case {"k": captured, **remaining}: pass
            case [head, *tail]: pass
            case Point(x=px) as whole: pass
        del first
        import package.module
        return read_only
    class Klass(base, metaclass=meta):
        attribute = TOP
        copied = [attribute for _ in attribute]
        def method(self, value=attribute):
            return attribute
        class Inner:
            deep = attribute
"""


@pytest.fixture(scope="module")
def scopes() -> FileScopes:
    return FileScopes(ast.parse(dedent(SOURCE)))


def name_node(scopes: FileScopes, name: str) -> ast.AST:
    return next(node for node in ast.walk(scopes.module) if isinstance(node, ast.Name) and node.id == name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("at_module", ""),
        ("annotated", ""),
        ("default", ""),
        ("key_default", ""),
        ("returned", ""),
        ("base", ""),
        ("meta", ""),
        ("iterable_outside", "function"),
        ("outer_in_comprehension", "function.<locals>.<comprehension>"),
        ("lambda_default", "function"),
        ("late_name", "function.<locals>.<lambda>"),
        ("items", "function"),
        ("captured", None),
        ("self", None),
    ],
)
def test_scope_of(scopes: FileScopes, name: str, expected: str | None) -> None:
    if expected is None:
        assert not any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(scopes.module))
    else:
        assert scopes.scope_of(name_node(scopes, name)).qualname == expected


def test_scope_of_nested_first_iterables() -> None:
    scopes = FileScopes(ast.parse("def f():\n    return [x for x in [y for y in (lambda: inner)()]]\n"))
    assert scopes.scope_of(name_node(scopes, "inner")).kind == "lambda"
    listed = next(node for node in ast.walk(scopes.module) if isinstance(node, ast.Lambda))
    assert scopes.scope_of(listed).qualname == "f"


def by_qualname(scopes: FileScopes, qualname: str) -> Scope:
    return next(scope for scope in scopes.scopes() if scope.qualname == qualname)


@pytest.mark.parametrize(
    ("qualname", "name", "owner"),
    [
        ("function", "TOP", ""),
        ("function", "shared", ""),
        ("function", "read_only", None),
        ("function", "print", None),
        ("function", "d", ""),
        ("function", "os", ""),
        ("function", "system", ""),
        ("function.<locals>.nested", "local", "function"),
        ("function.<locals>.nested", "second", "function"),
        ("function", "package", "function"),
        ("function", "found", "function"),
        ("Klass", "attribute", "Klass"),
        ("Klass.method", "attribute", None),
        ("Klass.Inner", "attribute", None),
        ("Klass.method", "self", "Klass.method"),
        ("Klass.method", "TOP", ""),
    ],
)
def test_lookup(scopes: FileScopes, qualname: str, name: str, owner: str | None) -> None:
    found = scopes.lookup(by_qualname(scopes, qualname), name)
    assert (None if found is None else found.qualname) == owner


def test_same_locals_as_python() -> None:
    """The names that Python's symbol table calls local to a function are those that the scope binds."""
    source = dedent(SOURCE)
    table = symtable.symtable(source, "m.py", "exec")
    scopes = FileScopes(ast.parse(source))
    assert set(scopes.module_scope.bindings) == {
        each.get_name() for each in table.get_symbols() if each.is_assigned() or each.is_imported()
    } | {"shared"}
    for child in table.get_children():
        scope = by_qualname(scopes, child.get_name())
        expected = {each.get_name() for each in child.get_symbols() if each.is_local()}
        # Since 3.12 comprehensions are inlined, and their names counted in.
        inlined = {name for each in scopes.scopes() if each.kind == "comprehension" for name in each.bindings}
        assert set(scope.bindings) == expected - {"__module__", "__qualname__"} - (inlined - set(scope.bindings))


def test_bindings_tell_what_a_name_gets(scopes: FileScopes) -> None:
    bindings = by_qualname(scopes, "function").bindings
    assert [each.kind for each in bindings["first"]] == ["parameter", "other"]
    assert bindings["local"][0].value is not None
    assert bindings["error"][0].kind == "other"
    assert (bindings["package"][0].module, bindings["package"][0].name) == ("package", None)
    module = scopes.module_scope.bindings
    assert (module["d"][0].module, module["d"][0].name, module["d"][0].level) == ("a.b", "c", 0)
    assert module["os"][0].module == "os"


def test_statements_and_functions(scopes: FileScopes) -> None:
    statement = scopes.statement_of(name_node(scopes, "outer_in_comprehension"))
    assert isinstance(statement, ast.Assign)
    function = scopes.enclosing_function(name_node(scopes, "late_name"))
    assert function is not None
    assert function.name == "function"
    assert scopes.enclosing_function(name_node(scopes, "at_module")) is None
    assert scopes.enclosing_function(name_node(scopes, "meta")) is None
    assert isinstance(list(scopes.ancestors(statement))[-1], ast.Module)
    with pytest.raises(ValueError, match="not in a statement"):
        scopes.statement_of(scopes.module)
    with pytest.raises(TypeError, match="opens no scope"):
        scopes.inner_scope(statement)


def test_deep_chains() -> None:
    node: ast.expr = ast.Name(id="a", ctx=ast.Load())
    first = node
    for _ in range(20_000):
        node = ast.Attribute(value=node, attr="b", ctx=ast.Load())
    scopes = FileScopes(ast.Module(body=[ast.Expr(value=node)], type_ignores=[]))
    assert scopes.scope_of(first) is scopes.module_scope
    assert isinstance(scopes.statement_of(first), ast.Expr)
    assert scopes.module_scope.bindings == {}
