"""Metadata that was bound to an engine: whoever relied on that is given the engine.

``create_all()``, ``table.create()``, ``autoload=True`` and statements that execute themselves found the engine through
their metadata. That is followed where the whole project binds metadata to one engine that has a name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.project.library_types import library_classes, library_names, may_mean
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import Variable
from flask_modernize.rewriting.bound_names import bound_names
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.sqlalchemy_2.codes import CONNECTION_NEEDED, UNBOUND
from flask_modernize_codemods.sqlalchemy_2.opened import opened
from flask_modernize_codemods.sqlalchemy_2.places import (
    ENGINE,
    TABLE,
    block_of,
    calls_of,
    keyword_of,
    margin_of,
    method_calls,
    name_of,
    nodes,
)
from flask_modernize_codemods.sqlalchemy_2.writing import effect_of

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope

_METADATA = "sqlalchemy.MetaData"
_TAKING_ENGINES = (_METADATA, "sqlalchemy.orm.declarative_base")
_ADVICE = "Give the engine: metadata.create_all(engine), Table(..., autoload_with=engine)."
_Named = tuple[str, tuple[ImportNeed, ...]]


def bound_metadata(file: File) -> Iterator[Match | Finding]:
    """Every place that binds metadata, or relies on it."""
    yield from _bindings(file)
    for call, function in method_calls(file, "create_all", "drop_all", "reflect"):
        if _METADATA in file.classes(function.value) and not call.args and keyword_of(call, "bind") is None:
            yield from _given_engine(file, call, "sa-metadata-bind")
    for call in calls_of(file, TABLE):
        yield from _autoload(file, call)
    for call, function in method_calls(file, "create", "drop", "exists"):
        if TABLE in file.classes(function.value):
            yield from _table(file, call, function)
    for call, function in method_calls(file, "execute", "scalar"):
        if "sqlalchemy.sql.Executable" in file.classes(function.value):
            yield _executes_itself(file, call, function)


def _bindings(file: File) -> Iterator[Match | Finding]:
    for call in calls_of(file, _METADATA):
        given = call.args[0] if call.args else None
        bind = keyword_of(call, "bind")
        if (bind is not None or ENGINE in (file.classes(given) if given is not None else ())) and not _one_engine(file):
            yield file.finding(call, UNBOUND, "`MetaData()` does not take an engine any more", _ADVICE)
        elif bind is not None and not call.args and len(call.keywords) == 1:
            span = file.span(bind)
            yield Match("sa-metadata-bind", "metadata has no engine", call, (Replacement(*span, ()),))
        elif given is not None and len(call.args) == 1 and not call.keywords and ENGINE in file.classes(given):
            span = file.span(given)
            yield Match("sa-metadata-positional-bind", "metadata has no engine", call, (Replacement(*span, ()),))
        elif bind is not None:
            yield file.finding(call, UNBOUND, "`MetaData()` does not take an engine any more", _ADVICE)
    for statement in nodes(file, ast.Assign):
        target = statement.targets[0]
        bound = isinstance(target, ast.Attribute) and target.attr == "bind" and len(statement.targets) == 1
        if bound and isinstance(target, ast.Attribute) and _METADATA in file.classes(target.value):
            if margin_of(file, statement) is None or len(block_of(file, statement)) < 2:
                yield file.finding(statement, UNBOUND, "metadata has no engine any more", _ADVICE)
                continue
            source = file.syntax.source
            span = (
                source.line_span(statement.lineno)[0],
                source.line_span(statement.end_lineno or statement.lineno)[1],
            )
            yield Match("sa-metadata-bind", "metadata has no engine", statement, (Replacement(*span, ()),))


@remembered
def _engines(project: Project) -> frozenset[Variable | None]:
    """The engines that metadata of the project is bound to; None for one without a name."""
    found: set[Variable | None] = set()
    for path in _candidates(project):
        syntax = project.syntax(path)
        for node in list(syntax.scopes.nodes()) if syntax is not None else ():
            assert syntax is not None
            scope = syntax.scopes.scope_of(node) if isinstance(node, ast.Call | ast.Assign) else None
            engine: ast.expr | None = None
            if isinstance(node, ast.Call) and scope is not None:
                may_take_one = may_mean(project, path, node.func, scope, _TAKING_ENGINES)
                names = library_names(project, path, node.func, scope) if may_take_one else frozenset()
                if not names.isdisjoint(_TAKING_ENGINES):
                    engine = next((each.value for each in node.keywords if each.arg == "bind"), None)
                    if engine is None and _METADATA in names and node.args:
                        engine = node.args[0]
            elif isinstance(node, ast.Assign) and scope is not None:
                target = node.targets[0]
                bound = isinstance(target, ast.Attribute) and target.attr == "bind"
                if bound and isinstance(target, ast.Attribute) and _is_metadata(project, path, target.value, scope):
                    engine = node.value
            if engine is not None and scope is not None and not isinstance(engine, ast.Constant):
                obj = project.resolve(path, dotted_name(engine) or "", scope)
                found.add(obj if isinstance(obj, Variable) else None)
    return frozenset(found)


def _is_metadata(project: Project, path: str, node: ast.expr, scope: Scope) -> bool:
    return _METADATA in library_classes(project, path, node, scope)


def _candidates(project: Project) -> list[str]:
    words = (b"MetaData", b"declarative_base", b"bind")
    return sorted({path for word in words for path in project.files_with(word) if path.endswith(".py")})


def _one_engine(file: File) -> bool:
    engines = _engines(file.project)
    return len(engines) == 1 and None not in engines


def _engine(file: File, at: ast.AST) -> _Named | None:
    """What the file calls the engine that all metadata is bound to."""
    engines = _engines(file.project)
    engine = next(iter(engines)) if len(engines) == 1 else None
    if engine is None:
        return None
    scope = file.scope(at)
    for name in sorted(file.syntax.scopes.module_scope.bindings):
        visible = scope.lookup(name) is file.syntax.scopes.module_scope
        if visible and file.project.resolve(file.syntax.path, name, scope) == engine:
            return name, ()
    if engine.name in bound_names(file.syntax.scopes.nodes()):
        return None
    return engine.name, (ImportNeed(file.syntax.path, file.project.module_name(engine.path), engine.name),)


def _unbound(file: File, call: ast.Call) -> Iterator[Finding]:
    if _engines(file.project):
        yield file.finding(call, UNBOUND, f"`{file.text(call.func)}()` has no engine any more", _ADVICE)


def _given_engine(file: File, call: ast.Call, row: str) -> Iterator[Match | Finding]:
    engine = _engine(file, call)
    if engine is None:
        yield from _unbound(file, call)
        return
    place = file.syntax.source.data.index(b"(", file.span(call.func)[1]) + 1
    text = engine[0] + (", " if call.args or call.keywords else "")
    yield Match(row, "the engine is given", call, (Replacement(place, place, (text,)),), engine[1])


def _autoload(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    """``Table(..., autoload=True)``."""
    autoload = keyword_of(call, "autoload")
    if autoload is None or not (isinstance(autoload.value, ast.Constant) and autoload.value.value is True):
        return
    given = keyword_of(call, "autoload_with")
    if given is not None:
        items = [*call.args, *call.keywords]
        index = items.index(autoload)
        before = file.span(items[index - 1])[1]
        yield Match("sa-metadata-bind", "reflected", call, (Replacement(before, file.span(autoload)[1], ()),))
        return
    engine = _engine(file, call)
    if engine is None:
        yield file.finding(call, UNBOUND, "`autoload=True` has no engine to load from any more", _ADVICE)
        return
    text = f"autoload_with={engine[0]}"
    yield Match("sa-metadata-bind", "reflected", call, (Replacement(*file.span(autoload), (text,)),), engine[1])


def _table(file: File, call: ast.Call, function: ast.Attribute) -> Iterator[Match | Finding]:
    if function.attr != "exists":
        if not call.args and keyword_of(call, "bind") is None:
            yield from _given_engine(file, call, "sa-table-create-bind")
        return
    inspect = name_of(file, call, "sqlalchemy.inspect")
    given = call.args[0] if call.args else None
    engine: _Named | None = (file.text(given), ()) if given is not None else _engine(file, call)
    if engine is None or isinstance(inspect, Finding):
        yield from _unbound(file, call)
        return
    table = file.span(function.value)
    parts = (f"{inspect[0]}({engine[0]}).has_table(", table, ".name)")
    needs = (*inspect[1], *engine[1])
    yield Match("sa-table-create-bind", "asked of the engine", call, (Replacement(*file.span(call), parts),), needs)


def _executes_itself(file: File, call: ast.Call, function: ast.Attribute) -> Match | Finding:
    """``books.insert().execute(title="Emma")``."""
    engine = _engine(file, call)
    found = opened(file, call, (engine[0],), effect_of(file, function.value)) if engine is not None else None
    if engine is None or found is None:
        message = f"`{file.text(function)}()` is gone: statements do not execute themselves"
        return file.finding(call, CONNECTION_NEEDED, message, "Give the statement to a connection or session.")
    values: list[str | tuple[int, int]] = []
    if call.keywords and not call.args:
        for each in call.keywords:
            values += [f', "{each.arg}": ', file.span(each.value)]
        values = [", {", str(values[0])[2:], *values[1:], "}"]
    elif call.args:
        values = [", ", (file.span(call.args[0])[0], file.span(call.args[-1])[1])]
    end = file.span(function.value)[1]
    first = file.span(_leftmost(function.value))
    head = Replacement(*first, (f"{found.name}.{function.attr}(", first))
    tail = Replacement(end, file.span(call)[1], (*values, ")"))
    title = "a connection executes the statement"
    return Match("sa-stmt-execute", title, call, (*found.replacements, head, tail), engine[1])


def _leftmost(node: ast.expr) -> ast.expr:
    """The name that an expression begins with."""
    while True:
        inner = getattr(node, "func", None) or getattr(node, "value", None)
        if not isinstance(inner, ast.expr):
            return node
        node = inner


_WORDS = (
    b"MetaData",
    b"create_all",
    b"drop_all",
    b"reflect",
    b"Table",
    b"execute",
    b"scalar",
    b"exists",
    b"create",
    b"bind",
)
BOUND_METADATA = Matcher(frozenset(_WORDS), bound_metadata)
