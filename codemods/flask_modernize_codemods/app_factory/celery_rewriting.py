"""Tasks that belong to no Celery object until an application makes one: Flask's own pattern for factories."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, ImportNeed
from flask_modernize.project.applications import is_test_path
from flask_modernize.rewriting.bound_names import binds
from flask_modernize_codemods.app_factory.celery_apps import CeleryApp
from flask_modernize_codemods.app_factory.contexts import (
    NeedyFunction,
    Rewriting,
    current_app_in,
    lacks_context,
    outermost_function,
)
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.pieces import Piece
from flask_modernize_codemods.app_factory.refusal import Refused, finding
from flask_modernize_codemods.app_factory.scripts import FACTORY, Script

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax
    from flask_modernize.project.references import Reference

SHARED_TASK = "shared_task"
KEY = "celery"
"""What the Celery object is called in ``app.extensions``, by Flask's documentation."""


def rewrite_tasks(celery: CeleryApp, rewriting: Rewriting) -> None:
    """``@celery.task`` becomes ``@shared_task``, which registers with the Celery object that is made later."""
    for each in celery.tasks:
        syntax = each.reference.syntax
        if binds(syntax.module, SHARED_TASK) and not _imports_shared_task(syntax):
            message = f"{SHARED_TASK} is something else in this module"
            raise Refused(finding(syntax, each.expression, "F-REBOUND", message))
        rewriting.edits.append(_replaced(syntax, each.chain, SHARED_TASK))
        rewriting.needs.append(ImportNeed(syntax.path, "celery", SHARED_TASK))


def _imports_shared_task(syntax: Syntax) -> bool:
    return any(
        isinstance(each, ast.ImportFrom) and each.module == "celery" and any(a.name == SHARED_TASK for a in each.names)
        for each in syntax.module.body
    )


def _replaced(syntax: Syntax, node: ast.expr, text: str) -> Edit:
    source = syntax.source
    start = source.offset(node.lineno, node.col_offset)
    end = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
    return Edit(syntax.path, start, end, source.encode(text))


def rewrite_reads(project: Project, celery: CeleryApp, rewriting: Rewriting) -> None:
    """Functions take the Celery object from the application that they run in."""
    for each in celery.reads:
        if is_test_path(each.path) or not isinstance(each.node, ast.expr):
            continue
        if each.kind != "read":
            message = f"{celery.name} is given another value in a function"
            raise Refused(finding(each.syntax, each.node, "F-REBOUND", message))
        _check_context(project, celery, each)
        name = current_app_in(each.syntax, rewriting)
        rewriting.edits.append(_replaced(each.syntax, each.node, f"{name}.extensions[{_quoted(each.syntax)}]"))


def _quoted(syntax: Syntax) -> str:
    quote = quote_of(syntax)
    return f"{quote}{KEY}{quote}"


def quote_of(syntax: Syntax) -> str:
    """The quotation mark that a file prefers."""
    data = syntax.source.data
    return '"' if data.count(b'"') >= data.count(b"'") else "'"


def _check_context(project: Project, celery: CeleryApp, read: Reference) -> None:
    node = outermost_function(read.syntax, read.node)
    if node is None:
        raise Refused(
            finding(read.syntax, celery.making, "F-IMPORT-TIME", f"{celery.name} is used in a lambda at module level")
        )
    method = not isinstance(read.syntax.scopes.parent(node), ast.Module)
    function = NeedyFunction(read.syntax, node, node.name, method, (), node in celery.task_functions)
    if why := lacks_context(project, function):
        message = f"{node.name} uses {celery.name}, which each application makes, but {why}"
        raise Refused(finding(read.syntax, node, "F-NO-CONTEXT", message))


def imports_to_drop(celery: CeleryApp, kept: frozenset[str]) -> Iterator[tuple[str, int, str]]:
    """The imports of the Celery object that nothing needs any more; ``kept`` are files that go on asking for it."""
    for each in celery.imports:
        if each.path in kept or not isinstance(each.node, ast.alias):
            continue
        statement = each.syntax.scopes.statement_of(each.node)
        yield each.path, statement.lineno, each.node.asname or each.node.name


def take_from_own_application(celery: CeleryApp, syntax: Syntax, script: Script) -> None:
    """A script that makes an application takes the Celery object from that one instead of importing it."""
    for each in celery.imports:
        statement = syntax.scopes.parent(each.node) if each.path == syntax.path else None
        if not isinstance(statement, ast.ImportFrom) or not isinstance(each.node, ast.alias) or len(script.names) != 1:
            continue
        if not isinstance(syntax.scopes.parent(statement), ast.Module):
            continue
        line = f"{each.node.asname or each.node.name} = {script.names[0]}.extensions[{_quoted(syntax)}]"
        script.edits = [_with_line(edit, script.names[0], line, syntax) for edit in script.edits]
        script.drops.append((statement.lineno, each.node.asname or each.node.name))


def _with_line(edit: Edit, name: str, line: str, syntax: Syntax) -> Edit:
    """The edit that makes the application, with a line below."""
    made = syntax.source.encode(f"{name} = {FACTORY}()")
    return replace(edit, replacement=edit.replacement.replace(made, made + syntax.source.encode(f"\n{line}")))


# -- start-up ----------------------------------------------------------------------------------------------------------


def celery_pieces(celery: CeleryApp, module: Module, pieces: list[Piece]) -> list[Piece]:
    """Puts what makes the Celery object that of the application below the statements that set it up."""
    number = module.number_at(celery.making.lineno)
    pieces = sorted([*pieces, *_signal_pieces(celery, module)], key=lambda piece: piece.order)
    last = next(n for n, piece in enumerate(pieces) if piece.order == (number, 0))
    while last + 1 < len(pieces) and pieces[last + 1].kind == "celery":
        last += 1
    tail = _tail(celery, module, (pieces[last].order[0], 1))
    return [*pieces[: last + 1], *tail, *pieces[last + 1 :]]


def _tail(celery: CeleryApp, module: Module, order: tuple[int, int]) -> list[Piece]:
    unit, app, name = module.layout.unit, module.local, celery.name
    binds, reads = frozenset[str](), frozenset({app, name})
    found: list[Piece] = []
    if not celery.has_context:
        lines = (
            f"{unit}class ContextTask({name}.Task):",
            f"{unit * 2}def __call__(self, *args, **kwargs):",
            f"{unit * 3}with {app}.app_context():",
            f"{unit * 4}return self.run(*args, **kwargs)",
            "",
            f"{unit}{name}.Task = ContextTask",
        )
        found.append(Piece("celery", order, lines, binds, reads, blank=True))
    key = _quoted(module.syntax)
    settled = (f"{unit}{name}.set_default()", f"{unit}{app}.extensions[{key}] = {name}")
    return [*found, Piece("celery", order, settled, binds, reads)]


def _signal_pieces(celery: CeleryApp, module: Module) -> Iterator[Piece]:
    """``@celery.on_after_configure.connect`` on a function becomes a call."""
    source = module.source
    for each in celery.signals:
        chain, function = each.chain, each.function.name
        start = source.offset(chain.lineno, chain.col_offset)
        text = source.text(start, source.offset(chain.end_lineno or 0, chain.end_col_offset or 0))
        lines = (f"{module.layout.unit}{text}({function})",)
        reads = frozenset({celery.name, function})
        yield Piece("celery", (module.number_at(each.function.lineno), 1), lines, reads=reads)


def signal_edits(celery: CeleryApp) -> Iterator[Edit]:
    """Takes out the decorators that became calls, with their lines."""
    for each in celery.signals:
        syntax = each.reference.syntax
        source = syntax.source
        if isinstance(each.expression, ast.Call) and (each.expression.args or each.expression.keywords):
            message = f"{each.function.name} is connected with options"
            raise Refused(finding(syntax, each.expression, "F-IMPORT-TIME", message))
        first, last = each.expression.lineno, each.expression.end_lineno or 0
        yield Edit(syntax.path, source.line_span(first)[0], source.line_span(last)[1], b"")


def member_shim(celery: CeleryApp, module: Module) -> list[str]:
    """What gives the Celery object to those who ask a module for it that does not make the application itself."""
    unit, quote = module.layout.unit, quote_of(module.syntax)
    taken = next(use.reference.node for use in module.uses if isinstance(use.reference.node, ast.alias))
    statement = module.syntax.scopes.statement_of(taken)
    assert isinstance(statement, ast.ImportFrom)
    source, own = "." * statement.level + (statement.module or ""), taken.name
    return [
        "def __getattr__(name):",
        f'{unit}"""Gives `{celery.name}` of the one application to what still imports it from here."""',
        f"{unit}if name == {quote}{celery.name}{quote}:",
        f"{unit}{unit}from {source} import {own}",
        "",
        f"{unit}{unit}return {own}.extensions[{quote}{KEY}{quote}]",
        f"{unit}raise AttributeError(f{quote}module {{__name__!r}} has no attribute {{name!r}}{quote})",
    ]


# -- inside of tasks ---------------------------------------------------------------------------------------------------


def without_own_context(function: NeedyFunction, rewriting: Rewriting) -> NeedyFunction:
    """A task that ends with ``with app.app_context():`` runs in a context from its start, and needs none of its own."""
    last = function.node.body[-1]
    if not function.task or not isinstance(last, ast.With) or len(last.items) != 1:
        return function
    own = last.items[0]
    opened = next((use for use in function.uses if use.call is own.context_expr and use.method == "app_context"), None)
    source = function.syntax.source
    if opened is None or own.optional_vars is not None or last.body[0].lineno == last.lineno:
        return function
    header = source.line_span(last.lineno)[0], source.line_span(last.body[0].lineno)[0]
    if source.text(source.offset(last.body[0].lineno, 0), header[1]).strip() or last.body[0].lineno != last.lineno + 1:
        return function
    if "#" in source.text(*header):
        return function
    rewriting.edits.append(Edit(function.syntax.path, *header, b""))
    rewriting.edits += _one_level_up(function.syntax, last)
    return replace(function, uses=tuple(use for use in function.uses if use is not opened))


def _one_level_up(syntax: Syntax, block: ast.With) -> Iterator[Edit]:
    from flask_modernize_codemods.app_factory.moving import layout_of

    source = syntax.source
    inside = layout_of(source, syntax.module).inside_strings
    width = block.body[0].col_offset - block.col_offset
    for line in range(block.body[0].lineno, (block.end_lineno or 0) + 1):
        start, end = source.line_span(line)
        text = source.text(start, end)
        if line not in inside and text[:width].strip() == "" and text.strip():
            yield Edit(syntax.path, start, start + width, b"")
