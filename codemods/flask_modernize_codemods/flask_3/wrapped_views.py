"""Decorators of the project that give every view the name of their inner function: two views then clash."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Finding, Group, Options, Plan
from flask_modernize.project.function_results import scope_of_function
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import FunctionObject
from flask_modernize.rules.index import rule_index
from flask_modernize.rules.matches import File
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.whole_lines import above, has_own_lines

GUIDE = "Technology Stack"

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


def plan(project: Project, options: Options) -> Plan:
    """``@wraps`` for every such decorator that stands below two routes or more."""
    groups: list[Group] = []
    findings: list[Finding] = []
    for obj, views in _below_routes(project).items():
        syntax = project.syntax(obj.path) if views > 1 else None
        scope = scope_of_function(project, obj) if syntax is not None else None
        if syntax is None or scope is None or not isinstance(scope.node, ast.FunctionDef):
            continue
        file = File(project, syntax, rule_index(()), GUIDE)
        function = next(each for each in syntax.scopes.nodes() if _is_at(each, scope.node))
        found = _wrapped(file, function)  # type: ignore[arg-type]
        if isinstance(found, Group):
            groups.append(found)
        elif found is not None:
            findings.append(found)
    return Plan(tuple(groups), tuple(findings))


def _is_at(node: ast.AST, function: ast.FunctionDef) -> bool:
    return isinstance(node, ast.FunctionDef) and (node.name, node.lineno) == (function.name, function.lineno)


def _wrapped(file: File, function: ast.FunctionDef) -> Group | Finding | None:
    inner = _inner(function)
    if len(function.args.args) != 1 or inner is None or inner.decorator_list or not has_own_lines(file, inner):
        return None
    given = needed_names(file, inner, ("functools.wraps",))
    if isinstance(given, Finding):
        return given
    line = above(file, inner, f"@{given[0]['wraps']}({function.args.args[0].arg})")
    text = "".join(part for part in line.parts if isinstance(part, str))
    path = file.syntax.path
    edit = Edit(path, line.start, line.end, file.syntax.source.encode(text))
    return Group("each view keeps its own name", path, inner.lineno, (edit,), given[1])


def _inner(function: ast.FunctionDef) -> ast.FunctionDef | None:
    """The one function that a decorator defines and gives back."""
    last = function.body[-1]
    name = last.value.id if isinstance(last, ast.Return) and isinstance(last.value, ast.Name) else ""
    found = [each for each in function.body if isinstance(each, ast.FunctionDef) and each.name == name]
    return found[0] if len(found) == 1 else None


@remembered
def _below_routes(project: Project) -> Counter[FunctionObject]:
    """How many views without an endpoint of their own each function of the project decorates."""
    found: Counter[FunctionObject] = Counter()
    for path in project.files_with(b".route"):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.FunctionDef) and len(node.decorator_list) > 1 and _is_route(node.decorator_list[0]):
                for each in node.decorator_list[1:]:
                    if isinstance(each, ast.Name) and syntax is not None:
                        obj = project.resolve(path, each.id, syntax.scopes.scope_of(each))
                        if isinstance(obj, FunctionObject):
                            found[obj] += 1
    return found


def _is_route(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr == "route"
        and not any(each.arg == "endpoint" for each in decorator.keywords)
    )
