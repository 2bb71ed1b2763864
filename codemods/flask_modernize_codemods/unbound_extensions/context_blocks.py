"""``with app.app_context():`` around single statements that need a context."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.objects import FunctionObject, Variable
from flask_modernize.project.references import references
from flask_modernize.rewriting.edits import Edit
from flask_modernize.rewriting.source_text import span
from flask_modernize_codemods.unbound_extensions.context_uses import ContextFreeUse, called_in, calls_in
from flask_modernize_codemods.unbound_extensions.sites import Site

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax


def wrapped(project: Project, site: Site, uses: Sequence[ContextFreeUse]) -> tuple[Edit, ...] | None:
    """Edits that open a context around every use; None where that may not be enough, or too much.

    Wrapped are ``db.create_all()`` and ``db.drop_all()`` at module level, and calls there of functions that fill the
    database and return.
    """
    found: dict[str, dict[int, tuple[Syntax, ast.Expr]]] = {}
    for use in uses:
        statements = _statements(project, use)
        if statements is None:
            return None
        for syntax, statement in statements:
            found.setdefault(syntax.path, {})[statement.lineno] = (syntax, statement)
    edits = []
    for _, by_line in sorted(found.items()):
        ordered = [by_line[line] for line in sorted(by_line)]
        syntax = ordered[0][0]
        app = _app_in(project, site, syntax)
        if app is None:
            return None
        edits += [_in_context(syntax, run, app) for run in _runs(syntax, [statement for _, statement in ordered])]
    return tuple(edits)


def _statements(project: Project, use: ContextFreeUse) -> list[tuple[Syntax, ast.Expr]] | None:
    """The statements that have to be wrapped for one use; None if one of them cannot be."""
    if not use.starts:
        call = use.syntax.scopes.parent(use.node)
        wanted = use.at_import_time and use.node.attr in ("create_all", "drop_all")
        statement = (
            _alone(use.syntax, call) if wanted and isinstance(call, ast.Call) and call.func is use.node else None
        )
        return None if statement is None else [(use.syntax, statement)]
    statements = []
    for start in use.starts:
        statement = (
            _alone(start.syntax, start.call) if start.in_place and _returns(project, start.syntax, start.call) else None
        )
        if statement is None:
            return None
        statements.append((start.syntax, statement))
    return statements


def _alone(syntax: Syntax, call: ast.Call) -> ast.Expr | None:
    """The statement that is nothing but the call, if it has one line for itself."""
    statement = syntax.scopes.parent(call)
    if not isinstance(statement, ast.Expr) or statement.lineno != statement.end_lineno:
        return None
    before = syntax.source.text(syntax.source.line_span(statement.lineno)[0], span(syntax.source, statement)[0])
    return statement if not before.strip() else None


_SERVES = frozenset({"run", "serve", "serve_forever", "run_simple", "start", "loop_forever", "listen"})


def _returns(project: Project, syntax: Syntax, call: ast.Call) -> bool:
    """Whether the call of a function does not serve requests itself: they must not share one context."""
    dotted = dotted_name(call.func)
    found = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(call)) if dotted is not None else None
    waiting = [found] if isinstance(found, FunctionObject) else []
    seen = set(waiting)
    while waiting:
        function = waiting.pop()
        if any((dotted_name(each.func) or "").rpartition(".")[2] in _SERVES for each in calls_in(project, function)):
            return False
        for called in called_in(project, function):
            if called not in seen:
                seen.add(called)
                waiting.append(called)
    return True


def _runs(syntax: Syntax, statements: Sequence[ast.Expr]) -> list[list[ast.Expr]]:
    """Statements that stand directly below each other in one block."""
    runs: list[list[ast.Expr]] = []
    for each in statements:
        last = runs[-1][-1] if runs else None
        follows = last is not None and each.lineno == last.lineno + 1
        if last is not None and follows and syntax.scopes.parent(last) is syntax.scopes.parent(each):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _app_in(project: Project, site: Site, syntax: Syntax) -> str | None:
    """What the app is called at module level of a file; None where it is not."""
    for name in site.application.names:
        for reference in references(project, Variable(site.application.path, name)):
            if reference.path != syntax.path or reference.scope is not syntax.scopes.module_scope:
                continue
            if isinstance(reference.node, ast.alias):
                return reference.node.asname or reference.node.name
            if isinstance(reference.node, ast.Name):
                return reference.node.id
    return None


def _in_context(syntax: Syntax, statements: Sequence[ast.Expr], app: str) -> Edit:
    source = syntax.source
    start = source.line_span(statements[0].lineno)[0]
    end = source.line_span(statements[-1].lineno)[1]
    text = source.text(start, end)
    margin = text[: len(text) - len(text.lstrip())]
    unit = "\t" if margin.startswith("\t") else "    "
    lines = [f"{margin}with {app}.app_context():"] + [unit + line for line in text.removesuffix("\n").split("\n")]
    ending = "\n" if text.endswith("\n") else ""
    return Edit(syntax.path, start, end, source.encode("\n".join(lines) + ending))
