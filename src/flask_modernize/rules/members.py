"""Rules about members of objects: ``request.is_xhr``, ``user.is_active()``, ``app.json_encoder = ...``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.project.attribute_values import defining_bodies
from flask_modernize.project.library_types import library_ancestors, library_types
from flask_modernize.project.objects import ClassObject, External, ModuleObject
from flask_modernize.project.value_flow import Place
from flask_modernize.rules.expression_templates import Fragments, compares, filled, needs_parentheses
from flask_modernize.rules.findings import ARGUMENTS, ASSIGNED, NAME_TAKEN, RECEIVER, REMOVED
from flask_modernize.rules.kinds import (
    CallToAttribute,
    RenamedAttribute,
    ReplacedAssignment,
    ReplacedAttribute,
    Reported,
)
from flask_modernize.rules.local_names import local_name
from flask_modernize.rules.matches import File, Match
from flask_modernize.rules.replacing import Replacement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask_modernize.rules.index import MemberRule

_DISPLAYS = (
    ast.Constant,
    ast.List,
    ast.Tuple,
    ast.Dict,
    ast.Set,
    ast.JoinedStr,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.GeneratorExp,
    ast.Lambda,
)


def member_matches(file: File, node: ast.Attribute) -> Iterator[Match | Finding]:
    """What the rules say of ``x.member``."""
    rules = file.rules.members.get(node.attr, ())
    if not rules:
        return
    names = file.names(node)
    holding = [rule for rule in rules if f"{_holder(rule)}.{node.attr}" in names]
    if holding:
        if _is_own(file, node):
            holding = [rule for rule in holding if isinstance(rule, RenamedAttribute) and rule.overrides]
        yield from _apply(file, node, holding)
    elif not names and not _is_another(file, node):
        yield from _uncertain(file, node, rules)


def _holder(rule: MemberRule) -> str:
    return rule.of.rpartition(".")[0] if isinstance(rule, Reported) else rule.of


def _is_own(file: File, node: ast.Attribute) -> bool:
    """Whether a class of the project has a member of its own under that name."""
    flow = library_types(file.project)
    place = Place(file.syntax.path, file.scope(node))
    obj = flow.callee(place, node.value)
    cls = obj if isinstance(obj, ClassObject) else flow.class_of(place, node.value)
    return cls is not None and any(defining_bodies(file.project, cls, node.attr))


def _is_another(file: File, node: ast.Attribute) -> bool:
    """Whether the object is known to be something else than an object of the library."""
    if isinstance(node.value, _DISPLAYS):
        return True
    flow = library_types(file.project)
    place = Place(file.syntax.path, file.scope(node))
    obj = flow.callee(place, node.value)
    if isinstance(obj, External | ModuleObject):
        return True
    if file.classes(node.value):
        return True
    cls = obj if isinstance(obj, ClassObject) else flow.class_of(place, node.value)
    return cls is not None and None not in file.project.ancestors(cls)


def _uncertain(file: File, node: ast.Attribute, rules: Sequence[MemberRule]) -> Iterator[Finding]:
    for rule in rules:
        if isinstance(rule, Reported) and not rule.everyday and not rule.overridden:
            message = f"`{file.text(node)}`: {rule.message}, if this is of {_holder(rule)}, which cannot be told"
            yield file.finding(node, RECEIVER, message, rule.advice)
            return
        if isinstance(rule, ReplacedAttribute | RenamedAttribute) and _is_telling(node.attr):
            message = f"`{file.text(node)}` may be {rule.of}.{node.attr}, which is gone; whose it is cannot be told"
            yield file.finding(node, RECEIVER, message, _advice(rule))
            return


def _is_telling(name: str) -> bool:
    """Whether a member's name is unlikely to be anybody else's."""
    return "_" in name.strip("_")


def _advice(rule: ReplacedAttribute | RenamedAttribute) -> str:
    if isinstance(rule, RenamedAttribute):
        return f"If it is, call it `{rule.new}`."
    return f"If it is, write `{rule.template.replace('{self}', 'x').replace('{:', '{')}`."


def _apply(file: File, node: ast.Attribute, rules: Sequence[MemberRule]) -> Iterator[Match | Finding]:
    parent = file.syntax.scopes.parent(node)
    called = isinstance(parent, ast.Call) and parent.func is node
    stored = not isinstance(node.ctx, ast.Load)
    for rule in rules:
        if isinstance(rule, Reported):
            if not rule.overridden:
                yield file.finding(node, REMOVED, f"`{file.text(node)}`: {rule.message}", rule.advice)
        elif isinstance(rule, RenamedAttribute):
            yield Match(rule.row, f"{rule.old} is {rule.new} today", node, (_member_name(file, node, rule.new),))
        elif isinstance(rule, ReplacedAssignment):
            if stored:
                yield _assignment(file, node, rule)
        elif isinstance(rule, ReplacedAttribute):
            if not stored:
                yield _replaced(file, node, rule)
            elif not any(isinstance(each, ReplacedAssignment) for each in rules):
                yield _stored(file, node, rule)
        elif isinstance(rule, CallToAttribute):
            if called and isinstance(parent, ast.Call):
                yield _without_call(file, node, parent, rule)
        elif not called and not stored:
            end = file.span(node)[1]
            yield Match(rule.row, f"{rule.name} is a method today", node, (Replacement(end, end, ("()",)),))


def _member_name(file: File, node: ast.Attribute, new: str) -> Replacement:
    end = file.span(node)[1]
    return Replacement(end - len(file.syntax.source.encode(node.attr)), end, (new,))


def _without_call(file: File, node: ast.Attribute, call: ast.Call, rule: CallToAttribute) -> Match | Finding:
    if call.args or call.keywords:
        message = f"`{file.text(call)}`: {rule.name} is a property today, and takes nothing"
        return file.finding(call, ARGUMENTS, message, "Take the arguments out.")
    start, end = file.span(node)[1], file.span(call)[1]
    return Match(rule.row, f"{rule.name} is a property today", call, (Replacement(start, end, ()),))


def _stored(file: File, node: ast.Attribute, rule: ReplacedAttribute) -> Finding:
    return file.finding(
        node,
        ASSIGNED,
        f"`{file.text(node)}` is assigned to, but the library no longer has `{rule.name}`",
        "Whoever reads it has to get the value from elsewhere.",
    )


def _replaced(file: File, node: ast.Attribute, rule: ReplacedAttribute) -> Match | Finding:
    given = needed_names(file, node, rule.needs)
    if isinstance(given, Finding):
        return given
    names, needs = given
    fragments = Fragments({"self": file.span(node.value)}, {"self": node.value})
    parts = filled(rule.template, fragments, names)
    if parts is None:
        message = f"`{file.text(node)}` is gone; what stands before the dot would be evaluated more or less often"
        return file.finding(node, ARGUMENTS, message, f"Write `{rule.template}`.")
    negation = _negation(file, node, rule.template)
    if negation is not None:
        parts = tuple(part.replace(" == ", " != ") if isinstance(part, str) else part for part in parts)
    else:
        parts = in_parentheses(file, node, rule.template, parts)
    replacement = Replacement(*file.span(negation or node), parts)
    return Match(rule.row, f"{rule.name} is gone", node, (replacement,), needs)


def _negation(file: File, node: ast.Attribute, template: str) -> ast.UnaryOp | None:
    """The ``not`` around an attribute whose template is ``... == ...``: together they are ``... != ...``."""
    parent = file.syntax.scopes.parent(node)
    if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not) and compares(template):
        return parent if template.count(" == ") == 1 else None
    return None


def _assignment(file: File, node: ast.Attribute, rule: ReplacedAssignment) -> Match | Finding:
    statement = file.syntax.scopes.statement_of(node)
    plain = isinstance(statement, ast.Assign) and statement.targets == [node]
    given = needed_names(file, node, rule.needs)
    if isinstance(given, Finding):
        return given
    if not plain or not isinstance(statement, ast.Assign):
        message = f"`{file.text(node)}` is set in a way that cannot be rewritten"
        return file.finding(node, ASSIGNED, message, f"Write `{rule.template}`.")
    spans = {"self": file.span(node.value), "value": file.span(statement.value)}
    parts = filled(rule.template, Fragments(spans, {"self": node.value, "value": statement.value}), given[0])
    if parts is None:
        message = f"`{file.text(node)}` is set to something that would be evaluated more or less often"
        return file.finding(node, ASSIGNED, message, f"Write `{rule.template}`.")
    return Match(
        rule.row, f"{rule.name} is set otherwise today", node, (Replacement(*file.span(statement), parts),), given[1]
    )


def needed_names(
    file: File, node: ast.AST, needs: Sequence[str]
) -> tuple[dict[str, str], tuple[ImportNeed, ...]] | Finding:
    """How the file calls what a template needs, by the last part of its full name, and what has to be imported."""
    names: dict[str, str] = {}
    imports: list[ImportNeed] = []
    for need in needs:
        found = local_name(file.project, file.syntax, need, file.scope(node), file.going)
        if found is None:
            message = f"new code would need {need}, whose name this file uses for something else"
            return file.finding(node, NAME_TAKEN, message, f"Import {need} under another name.")
        names[need.rpartition(".")[2]] = found.text
        if found.need is not None:
            imports.append(found.need)
    return names, tuple(imports)


def in_parentheses(
    file: File, node: ast.AST, template: str, parts: tuple[str | tuple[int, int], ...]
) -> tuple[str | tuple[int, int], ...]:
    """The parts, in parentheses where the expression around them would bind closer."""
    parent = file.syntax.scopes.parent(node)
    around = isinstance(parent, ast.stmt | ast.keyword) or (isinstance(parent, ast.Call) and node in parent.args)
    if compares(template):
        around = around or isinstance(parent, ast.BoolOp | ast.IfExp)
        around = around or (isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not))
    return parts if around or not needs_parentheses(template) else ("(", *parts, ")")


def override_matches(file: File, cls: ast.ClassDef) -> Iterator[Match | Finding]:
    """Methods and attributes of a class body that override a renamed or reported member of a library's class."""
    scope = file.scope(cls)
    qualname = f"{scope.qualname}.{cls.name}" if scope.kind == "class" else cls.name
    bases: frozenset[str] | None = None
    for statement in cls.body:
        name = _defined_name(statement)
        for rule in file.rules.members.get(name, ()):
            if isinstance(rule, RenamedAttribute | Reported) and _is_about_subclasses(rule):
                if bases is None:
                    bases = library_ancestors(file.project, ClassObject(file.syntax.path, qualname))
                if _holder(rule) in bases:
                    yield _override(file, statement, name, rule)


def _defined_name(statement: ast.stmt) -> str:
    """The one name that a statement of a class body binds; empty where it does something else."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        return statement.name
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return ""


def _is_about_subclasses(rule: RenamedAttribute | Reported) -> bool:
    return rule.overridden if isinstance(rule, Reported) else rule.overrides


def _override(file: File, statement: ast.stmt, name: str, rule: RenamedAttribute | Reported) -> Match | Finding:
    if isinstance(rule, Reported):
        return file.finding(statement, REMOVED, f"`{name}`: {rule.message}", rule.advice)
    start, end = file.span(statement)
    encoded = file.syntax.source.encode(name)
    data = file.syntax.source.data
    if not isinstance(statement, ast.Assign):
        start = data.index(b"def", start) + 3
    place = data.index(encoded, start, end)
    replacement = Replacement(place, place + len(encoded), (rule.new,))
    return Match(rule.row, f"{rule.old} is {rule.new} today", statement, (replacement,))
