"""Whether routes still come in an order that makes no difference.

Of rules that may match the same URL the first one wins. A blueprint is registered as one, so routes of a module that
something else registers routes in between come later than they did.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from flask_modernize.project.applications import start_up
from flask_modernize.project.endpoint_nodes import argument_of
from flask_modernize_codemods.blueprints.placement import Place
from flask_modernize_codemods.blueprints.plans import ProgramPlan
from flask_modernize_codemods.blueprints.registrations import ROUTES, Registration, shape_of

if TYPE_CHECKING:
    from flask_modernize.project import Project

_ANY = "?"
_OF_OTHERS = frozenset({"route", "get", "post", "add_url_rule"})


def leave_reordered(project: Project, plan: ProgramPlan, routes: Sequence[Registration]) -> None:
    """Leaves modules alone whose routes would be registered in another order than others that may match the same.

    ``routes`` are all that are registered on the app at import time, those that stay there included.
    """
    steps = start_up(project, plan.application)
    index = {id(step.statement): number for number, step in enumerate(steps)}

    def legacy(each: Registration) -> tuple[int, int]:
        return index.get(id(each.use.statement), len(steps)), each.line

    def now(each: Registration) -> tuple[int, int]:
        module = plan.modules.get(each.path)
        if module is None or each not in module.moved:
            return legacy(each)
        return index.get(id(module_level(project, module.place)), len(steps)), module.place.order[1]

    for position, first in enumerate(routes):
        for second in routes[position + 1 :]:
            moves = [each for each in (first, second) if each.path in plan.modules]
            if not moves or not _may_match_the_same(first, second) or _stay_together(plan, first, second):
                continue
            if (legacy(first) < legacy(second)) != (now(first) < now(second)):
                _leave(plan, moves, f"the rule {first.rule or second.rule!r} would come in another order")
    for module in list(plan.modules.values()):
        if module.place.own:
            early = [each for each in module.routes if _comes_before_others(plan, each, module.place)]
            shapes = {shape_of(each.rule) if each.rule else _ANY: each for each in early}
            others = set(_rules_of_others(project, plan)) if early else set()
            clashing = sorted(shape for shape in shapes if shape in others or (others and shape == _ANY))
            if clashing:
                each = shapes[clashing[0]]
                _leave(plan, [each], f"the rule {each.rule!r} would come after one of a blueprint")


def _leave(plan: ProgramPlan, routes: Sequence[Registration], message: str) -> None:
    for each in routes:
        if plan.modules.pop(each.path, None) is not None:
            plan.find(each, "B-ORDER", message)


def _may_match_the_same(first: Registration, second: Registration) -> bool:
    return not first.rule or not second.rule or shape_of(first.rule) == shape_of(second.rule)


def _stay_together(plan: ProgramPlan, first: Registration, second: Registration) -> bool:
    """Whether two routes are in one blueprint, which keeps their order."""
    module = plan.modules.get(first.path)
    return module is not None and first in module.moved and second in module.moved


def _comes_before_others(plan: ProgramPlan, route: Registration, place: Place) -> bool:
    """Whether something else is registered between a route and the place where its blueprint is."""
    return any(
        use.path == route.path
        and use.at_import_time
        and (use.role == "argument" or use.method == "register_blueprint")
        and route.use.statement.lineno < use.statement.lineno < place.after.lineno
        for use in plan.uses
    )


def _rules_of_others(project: Project, plan: ProgramPlan) -> Iterator[str]:
    """The shapes of the rules that are registered on something else than the app, with every prefix they may have."""
    own = {id(use.call) for use in plan.uses if use.method in ROUTES}
    rules: set[str] = set()
    prefixes: set[str] = set()
    for path in plan.program.modules:
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if not isinstance(node, ast.Call) or id(node) in own or not isinstance(node.func, ast.Attribute | ast.Name):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            given = list(_texts(each.value for each in node.keywords if each.arg == "url_prefix"))
            prefixes.update(given)
            if name == "Blueprint" and not given:
                prefixes.add("")
            if name in ("add_resource", "resource"):
                yield from (shape_of(rule) for rule in _texts(node.args))
            elif name in _OF_OTHERS:
                rules.update(_texts([argument_of(node, 0, "rule")]))
    for rule in rules:
        yield from (shape_of(prefix.rstrip("/") + rule) for prefix in prefixes or ("",))


def _texts(values: Iterable[ast.expr | None]) -> Iterator[str]:
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def module_level(project: Project, place: Place) -> ast.stmt:
    """The module-level statement behind which, or in which, a module is registered."""
    syntax = project.syntax(place.path)
    statement = place.after
    for each in syntax.scopes.ancestors(statement) if syntax is not None else ():
        if isinstance(each, ast.stmt):
            statement = each
    return statement
