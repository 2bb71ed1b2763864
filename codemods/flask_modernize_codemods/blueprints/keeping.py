"""Routes that keep their endpoint names: they are registered by a function of their module, without a blueprint."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit
from flask_modernize.rewriting.whole_statements import quote_of, statement_removed
from flask_modernize_codemods.blueprints.registrations import Registration

if TYPE_CHECKING:
    from flask_modernize.project import Syntax
    from flask_modernize_codemods.blueprints.plans import ModulePlan


def kept_edits(syntax: Syntax, routes: Sequence[Registration]) -> Iterator[Edit]:
    """Takes the routes out of where they stand."""
    for route in routes:
        use = route.use
        if use.decorated is not None and use.call is not None:
            yield statement_removed(syntax, use.call)
        else:
            yield statement_removed(syntax, use.statement)


def register_function(syntax: Syntax, module: ModulePlan) -> list[str]:
    """The lines of ``register_routes(app)`` for a module; none when it keeps no names."""
    if not module.kept_routes:
        return []
    ordered = sorted(module.kept_routes, key=_running_order)
    lines = ["def register_routes(app):"]
    for route in ordered:
        lines += [f"    {line}" if line else "" for line in _statement(syntax, route)]
    return lines


def _running_order(route: Registration) -> tuple[int, int]:
    """Decorators of one function run from the one below to the one on top."""
    statement = route.use.statement
    return statement.lineno, -route.line if route.use.decorated is not None else route.line


def _statement(syntax: Syntax, route: Registration) -> list[str]:
    use = route.use
    call = use.call
    assert call is not None
    if use.decorated is None:
        text = _text(syntax, use.statement)
        owner = _text(syntax, use.reference.node)  # type: ignore[arg-type]
        return ("app" + text.removeprefix(owner)).split("\n")
    arguments = [_text(syntax, each) for each in call.args[:1]]
    arguments.append(f"view_func={use.decorated.name}")
    if route.method != "route":
        quote = quote_of(syntax)
        arguments.append(f"methods=[{quote}{route.method.upper()}{quote}]")
    keywords = [f"{each.arg}={_text(syntax, each.value)}" for each in call.keywords]
    return f"app.add_url_rule({', '.join([*arguments, *keywords])})".split("\n")


def _text(syntax: Syntax, node: ast.expr | ast.stmt) -> str:
    source = syntax.source
    start = source.offset(node.lineno, node.col_offset)
    return source.text(start, source.offset(node.end_lineno or node.lineno, node.end_col_offset or 0))
