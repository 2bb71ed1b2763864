"""The functions that the application's decorators register."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, ImportNeed
from flask_modernize.project.applications import Use
from flask_modernize_codemods.app_factory.decorators import registration
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.rebound_functions import lasting_name, name_edits
from flask_modernize_codemods.app_factory.refusal import Refused, finding

if TYPE_CHECKING:
    from flask_modernize.project import Syntax


def take_decorators(module: Module) -> None:
    """Finds the functions that the application's decorators register. Lower decorators come first, as they run."""
    click = _click_name(module.syntax)
    for use in module.uses:
        if use.role != "decorator" or not use.at_import_time or use.decorated is None or use.guarded:
            continue
        chunk = module.chunks[module.number_at(use.reference.node.lineno)]
        if chunk.statement is not use.decorated or isinstance(use.decorated, ast.ClassDef):
            continue  # inside a block that moves as a whole, or on a class
        _check_on_top(module, use)
        number = module.number_at(use.reference.node.lineno)
        called = registration(use, click, lasting_name(module, use.decorated))
        module.registrations.append((number, -use.reference.node.lineno, use, called))
    module.registrations.sort(key=lambda each: each[:2])


def _check_on_top(module: Module, use: Use) -> None:
    """Whatever stands above must be the application's too (or a blueprint's): those give back what they are given."""
    assert use.decorated is not None
    own = {outermost(each) for each in module.uses if each.decorated is use.decorated and each.role == "decorator"}
    for decorator in use.decorated.decorator_list:
        if decorator.lineno >= use.reference.node.lineno:
            return
        if decorator not in own and not _keeps_function(decorator):
            message = f"{use.decorated.name} has another decorator above the application's"
            raise Refused(finding(module.syntax, use.decorated, "F-DECORATOR-ORDER", message))


def outermost(use: Use) -> ast.expr:
    if use.call is not None:
        return use.call
    assert use.chain is not None
    return use.chain


def _keeps_function(decorator: ast.expr) -> bool:
    """Blueprint decorators give the function back as it is."""
    func = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(func, ast.Attribute) and func.attr in _TRANSPARENT


_TRANSPARENT = frozenset(
    {
        *("route", "get", "post", "put", "patch", "delete", "before_request", "after_request", "teardown_request"),
        *("before_app_request", "after_app_request", "teardown_app_request", "app_errorhandler", "errorhandler"),
        *("context_processor", "app_context_processor", "user_loader", "request_loader"),
    }
)


def _click_name(syntax: Syntax) -> str | None:
    for statement in syntax.module.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.name == "click":
                    return alias.asname or "click"
    return None


def decorator_edits(module: Module) -> Iterator[Edit]:
    """Takes the decorators away, with their lines; what replaces one stands in its place."""
    yield from name_edits(module)
    source = module.source
    for _, _, use, registered in module.registrations:
        expression = outermost(use)
        first, last = source.line_span(expression.lineno)[0], source.line_span(expression.end_lineno or 0)[1]
        end = source.offset(expression.end_lineno or 0, expression.end_col_offset or 0)
        comment = source.text(end, last).strip()
        text = registered.decorator or ""
        if comment:
            text = f"{text}  {comment}" if text else comment
        yield Edit(module.path, first, last, source.encode(text + "\n" if text else ""))


def needs_of(module: Module) -> tuple[ImportNeed, ...]:
    return tuple(need for _, _, _, registered in module.registrations for need in registered.needs)
