"""Rules for filters and tests in templates: ``x|indent(2, indentfirst=True)``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.formats import jinja
from flask_modernize.project.memory import remembered
from flask_modernize.rules.findings import TEMPLATE
from flask_modernize.rules.template_kinds import (
    FilterRule,
    TemplateAddedFilterKeyword,
    TemplateRedundantFilter,
    TemplateRemovedFilterArgument,
    TemplateRenamedFilter,
    TemplateRenamedFilterKeyword,
    TemplateReportedFilter,
)
from flask_modernize.rules.template_sites import Change, Place, Problem, start_of

if TYPE_CHECKING:
    from flask_modernize.project import Project


def filter_changes(project: Project, place: Place, rule: FilterRule) -> Iterator[Change | Problem]:
    """What a rule for a filter or test makes of one expression."""
    node = place.node
    if not isinstance(node, jinja.Filtered) or node.name != _name(rule):
        return
    if node.is_test != (isinstance(rule, TemplateRenamedFilter) and rule.is_test):
        return
    own = _own_filters(project)
    if node.name in own or (isinstance(rule, TemplateRedundantFilter) and rule.after in own):
        return
    start = _name_start(place, node)
    if start is None:
        return
    change = _change(place, node, start, rule)
    if change is not None:
        yield change


def _name(rule: FilterRule) -> str:
    return rule.old if isinstance(rule, TemplateRenamedFilter) else rule.filter


def _change(place: Place, node: jinja.Filtered, start: int, rule: FilterRule) -> Change | Problem | None:
    behind = start + len(node.name)
    if isinstance(rule, TemplateRenamedFilter):
        return Change(f"|{rule.old} is |{rule.new}", ((start, behind, rule.new),))
    if isinstance(rule, TemplateRenamedFilterKeyword):
        return _renamed_keyword(place, node, start, rule)
    if isinstance(rule, TemplateRemovedFilterArgument):
        given = len(node.arguments) == 1 and set(node.keywords) <= {rule.keyword}
        return Change(f"|{rule.filter} takes no argument", ((behind, node.end, ""),)) if given else None
    if isinstance(rule, TemplateAddedFilterKeyword):
        return _added_keyword(place, node, start, rule)
    if isinstance(rule, TemplateRedundantFilter):
        inner = node.of
        if not isinstance(inner, jinja.Filtered) or inner.is_test or inner.name != rule.after or node.arguments:
            return None
        if place.source.text[inner.end : start].strip() != "|":
            return None
        return Change(f"|{rule.after} needs no |{rule.filter}", ((inner.end, node.end, ""),))
    assert isinstance(rule, TemplateReportedFilter)
    return Problem(start, TEMPLATE, rule.message, rule.advice)


def _renamed_keyword(
    place: Place, node: jinja.Filtered, start: int, rule: TemplateRenamedFilterKeyword
) -> Change | None:
    if rule.old not in node.keywords:
        return None
    value = node.arguments[len(node.arguments) - len(node.keywords) + node.keywords.index(rule.old)]
    before = place.source.text[start : start_of(value)]
    match = re.search(rf"\b{re.escape(rule.old)}(?=\s*=\s*\(*\s*$)", before)
    if match is None:
        return None
    at = start + match.start()
    return Change(f"{rule.old} of |{rule.filter} is {rule.new}", ((at, at + len(rule.old), rule.new),))


def _added_keyword(place: Place, node: jinja.Filtered, start: int, rule: TemplateAddedFilterKeyword) -> Change | None:
    if rule.keyword in node.keywords or "*" in node.keywords:
        return None
    title = f"|{rule.filter} needs {rule.keyword}={rule.value} for what it did"
    if place.source.text[node.end - 1] != ")" or node.end - 1 < start + len(node.name):
        return Change(title, ((node.end, node.end, f"({rule.keyword}={rule.value})"),))
    inner = place.source.text[start + len(node.name) : node.end - 1].rstrip()
    end = start + len(node.name) + len(inner)
    comma = "" if inner.endswith(("(", ",")) else ", "
    comma = " " if inner.endswith(",") else comma
    return Change(title, ((end, end, f"{comma}{rule.keyword}={rule.value}"),))


def _name_start(place: Place, node: jinja.Filtered) -> int | None:
    """Where the name of the filter or test stands; brackets may stand between it and what it is applied to."""
    operator = r"is\s+(?:not\s+)?" if node.is_test else r"\|\s*"
    first = node.of.end if node.of.end > node.of.start else node.of.start
    in_block = isinstance(node.of, jinja.Name) and not node.of.name
    pattern = re.escape(node.name) if in_block else rf"['\"]?\s*\)*\s*{operator}({re.escape(node.name)})\b"
    match = re.compile(pattern).match(place.source.text, first)
    if match is None:
        return None
    return match.start() if in_block else match.start(1)


@remembered
def _own_filters(project: Project) -> frozenset[str]:
    """The names under which the project registers filters and tests of its own."""
    found: set[str] = set()
    words = (b"template_filter", b"template_test", b".filters", b".tests")
    for path in sorted({path for word in words for path in project.files_with(word)}):
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            found.update(_registered(node))
    return frozenset(found)


_REGISTERING = frozenset(
    {
        *("template_filter", "app_template_filter", "add_template_filter", "add_app_template_filter"),
        *("template_test", "app_template_test", "add_template_test", "add_app_template_test"),
    }
)


def _registered(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef):
        for decorator in node.decorator_list:
            function = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(function, ast.Attribute) and function.attr in _REGISTERING:
                yield node.name
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _REGISTERING:
        for each in (*node.args, *(keyword.value for keyword in node.keywords)):
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value
            elif isinstance(each, ast.Name):
                yield each.id
    elif isinstance(node, ast.Subscript) and _is_registry(node.value) and isinstance(node.slice, ast.Constant):
        yield str(node.slice.value)


def _is_registry(node: ast.expr) -> bool:
    """Whether an expression is ``app.jinja_env.filters``, or its tests."""
    return isinstance(node, ast.Attribute) and node.attr in ("filters", "tests")
