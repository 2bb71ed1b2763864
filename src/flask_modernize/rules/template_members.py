"""Rules for members of objects in templates: ``d.iteritems()``, ``current_user.is_active()``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.formats import jinja
from flask_modernize.project.template_values import template_values
from flask_modernize.rules.findings import ARGUMENTS, RECEIVER, VALUE
from flask_modernize.rules.rivals import defines, imports
from flask_modernize.rules.template_kinds import (
    MemberRule,
    TemplateCallToAttribute,
    TemplatePositionalToKeyword,
    TemplateRenamedMember,
    TemplateReplacedAttribute,
    TemplateReplacedCall,
)
from flask_modernize.rules.template_sites import Change, Place, Problem, end_of, start_of

if TYPE_CHECKING:
    from flask_modernize.project import Project

_COMPOUND = jinja.Operation | jinja.Choice | jinja.Filtered
"""Expressions that are in brackets where a member of them is taken; the brackets are not part of them."""
_LOOSE = frozenset({"and", "or", "not"})
"""Operators whose operands need no brackets when they are comparisons."""


def member_changes(project: Project, place: Place, rule: MemberRule) -> Iterator[Change | Problem]:
    """What a rule for a member makes of one expression."""
    site = _site(place, rule)
    if site is None:
        return
    attribute, change = site
    if _is_meant(project, place, attribute, rule):
        if change is not None:
            yield change
    elif rule.unmistakable or _could_be_meant(project, place, attribute, rule):
        at = attribute.end - len(attribute.name)
        message = f"whether .{attribute.name} here is that of {_short(rule.of)} cannot be told"
        advice = change.title if isinstance(change, Change) else f"look at .{attribute.name}"
        yield Problem(at, RECEIVER, message, f"If it is: {advice}.")


def _site(place: Place, rule: MemberRule) -> tuple[jinja.Attribute, Change | Problem | None] | None:
    """The member that an expression takes, if it is the one of the rule, and what becomes of it."""
    node = place.node
    if isinstance(rule, TemplateRenamedMember):
        return (
            (node, _renamed(place, node, rule)) if isinstance(node, jinja.Attribute) and node.name == rule.old else None
        )
    if isinstance(rule, TemplateReplacedAttribute):
        if not isinstance(node, jinja.Attribute) or node.name != rule.name:
            return None
        return node, _replaced(place, node, rule.template, ())
    if not isinstance(node, jinja.Call) or not isinstance(node.function, jinja.Attribute):
        return None
    if node.function.name != rule.name:
        return None
    return _called(place, node, node.function, rule)


def _called(
    place: Place,
    node: jinja.Call,
    function: jinja.Attribute,
    rule: TemplateReplacedCall | TemplateCallToAttribute | TemplatePositionalToKeyword,
) -> tuple[jinja.Attribute, Change | Problem] | None:
    if isinstance(rule, TemplatePositionalToKeyword):
        change = _by_keyword(place, node, rule)
        return (function, change) if change is not None else None
    given = len(node.arguments) + len(node.keywords)
    if isinstance(rule, TemplateCallToAttribute):
        if given:
            return None
        title = f".{rule.name}() is a property"
        return function, Change(title, ((function.end, node.end, ""),))
    if given != rule.arguments or node.keywords:
        return None
    return function, _replaced(place, node, rule.template, node.arguments)


def _renamed(place: Place, node: jinja.Attribute, rule: TemplateRenamedMember) -> Change | None:
    start = node.end - len(rule.old)
    if place.source.text[start : node.end] != rule.old:
        return None
    return Change(f".{rule.old} is .{rule.new}", ((start, node.end, rule.new),))


def _replaced(
    place: Place, node: jinja.Attribute | jinja.Call, template: str, arguments: tuple[jinja.Expression, ...]
) -> Change | Problem:
    function = node.function if isinstance(node, jinja.Call) else node
    assert isinstance(function, jinja.Attribute)
    title = f".{function.name} is written {template.replace('{self}', 'object').replace('{0}', 'x')}"
    if isinstance(function.of, _COMPOUND):
        message = f"the object of .{function.name} is an expression in brackets"
        return Problem(function.end - len(function.name), ARGUMENTS, message, f"Rewrite it: {title}.")
    text = template.replace("{self}", place.written(function.of))
    for index, each in enumerate(arguments):
        written = place.written(each)
        text = text.replace(f"{{{index}}}", f"({written})" if isinstance(each, _COMPOUND) else written)
    if " " in template and _binds_tighter(place):
        text = f"({text})"
    return Change(title, ((start_of(node), node.end, text),))


def _binds_tighter(place: Place) -> bool:
    """Whether a comparison needs brackets where the expression stands."""
    parent = place.parent
    if isinstance(parent, jinja.Operation):
        return not _LOOSE.issuperset(parent.operators)
    if isinstance(parent, jinja.Attribute | jinja.Item | jinja.Filtered):
        return parent.of is place.node
    return isinstance(parent, jinja.Call) and parent.function is place.node


# --- arguments that are keywords today ---


def _by_keyword(place: Place, node: jinja.Call, rule: TemplatePositionalToKeyword) -> Change | Problem | None:
    if node.unpacks or len(node.arguments) > len(rule.names):
        message = f"the arguments of .{rule.name}() cannot be told apart"
        return Problem(node.function.end - len(rule.name), ARGUMENTS, message, "Give them by keyword.")
    if not node.arguments:
        counted = [name for name, _ in node.keywords if name in rule.less_one]
        if not counted:
            return None
        message = f"{counted[0]} of .{rule.name}() counts one more than it used to"
        return Problem(node.function.end - len(rule.name), VALUE, message, "Give one less if the code is older.")
    pieces = []
    for name, value in zip(rule.names, node.arguments, strict=False):
        pieces.append((start_of(value), end_of(value), f"{name}={_less(place, value, name in rule.less_one)}"))
    for name, value in node.keywords:
        if name in rule.less_one:
            pieces.append((start_of(value), end_of(value), _less(place, value, True)))
    return Change(f".{rule.name}() takes keywords only", tuple(sorted(pieces)))


def _less(place: Place, value: jinja.Expression, one: bool) -> str:
    written = place.written(value)
    if not one:
        return written
    if isinstance(value, jinja.Value) and value.value.isdigit():
        return str(int(value.value) - 1)
    return f"({written}) - 1" if isinstance(value, _COMPOUND) else f"{written} - 1"


# --- whose member it is ---


def _is_meant(project: Project, place: Place, attribute: jinja.Attribute, rule: MemberRule) -> bool:
    if rule.unmistakable and not _has_rivals(project, rule):
        return True
    found = template_values(project).classes(project, place.source, place.tag, attribute.of)
    return rule.of in found


def _could_be_meant(project: Project, place: Place, attribute: jinja.Attribute, rule: MemberRule) -> bool:
    """Whether nothing at all is known of the object, in a project that uses the library."""
    if template_values(project).classes(project, place.source, place.tag, attribute.of):
        return False
    return imports(project, rule.of.partition(".")[0])


def _has_rivals(project: Project, rule: MemberRule) -> bool:
    seen_to = isinstance(rule, TemplateCallToAttribute) and rule.defined
    return (not seen_to and defines(project, rule.word)) or any(imports(project, each) for each in rule.rivals)


def _short(name: str) -> str:
    return name.rpartition(".")[2]
