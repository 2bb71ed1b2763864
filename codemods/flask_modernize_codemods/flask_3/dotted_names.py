"""Blueprints and endpoints with a dot in their names: it becomes ``_``, wherever they are named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Finding, Group, Options, Plan
from flask_modernize.project.endpoints import EndpointNames, endpoint_names
from flask_modernize.project.library_types import library_names
from flask_modernize.project.memory import remembered
from flask_modernize.project.programs import Program, programs
from flask_modernize.project.string_places import place_in_string
from flask_modernize.rules.findings import REMOVED

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

GUIDE = "Technology Stack"
_OTHER_NAME = re.compile(rb"\bBlueprint[\s\\]+as\b|=[^=\n]*\bBlueprint[ \t]*(?:#|;|$)", re.MULTILINE)
_ROUTING = frozenset({"flask.Blueprint.route", "flask.Blueprint.add_url_rule", "flask.Scaffold.route"})


@dataclass(frozen=True, slots=True)
class _Name:
    """A literal with a dot in it that names a blueprint, or (``ending``) an endpoint of one."""

    syntax: Syntax
    node: ast.Constant
    ending: bool

    @property
    def value(self) -> str:
        return str(self.node.value)


def plan(project: Project, options: Options) -> Plan:
    """Renames in every program."""
    groups: list[Group] = []
    findings: list[Finding] = []
    if not any(True for _ in project.files_with(b"Blueprint")):
        return Plan()
    for program in programs(project):
        names = list(_names(project, program))
        known = endpoint_names(project, program) if names else None
        for name in names if known is not None else ():
            found = _renamed(project, name, known) if known is not None else None
            if isinstance(found, Group):
                groups.append(found)
            elif found is not None:
                findings.append(found)
    return Plan(tuple(dict.fromkeys(groups)), tuple(dict.fromkeys(findings)))


def _names(project: Project, program: Program) -> Iterator[_Name]:
    for path in program.modules:
        syntax = project.syntax(path) if _may_name(project, path) else None
        for node in syntax.scopes.of_kind(ast.Call) if syntax is not None else ():
            if syntax is not None:
                value, ending = _literal(node)
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and "." in value.value:
                    names = library_names(project, path, node.func, syntax.scopes.scope_of(node))
                    if ("flask.Blueprint" in names and not ending) or (ending and _is_of_blueprint(names)):
                        yield _Name(syntax, value, ending)


def _may_name(project: Project, path: str) -> bool:
    """Whether a module says anything that names a blueprint or an endpoint."""
    words = project.words(path)
    return b"endpoint" in words or b"Blueprint" in words or _has_other_name(project)


@remembered
def _has_other_name(project: Project) -> bool:
    """Whether a blueprint may be made anywhere by another name than the class's own."""
    return any(_OTHER_NAME.search(project.content(path)) for path in project.files_with(b"Blueprint"))


def _literal(call: ast.Call) -> tuple[ast.expr | None, bool]:
    """The first argument of a constructor, or ``endpoint=`` of a route."""
    endpoint = next((each.value for each in call.keywords if each.arg == "endpoint"), None)
    if endpoint is not None:
        return endpoint, True
    name = next((each.value for each in call.keywords if each.arg == "name"), None)
    return name or (call.args[0] if call.args else None), False


def _is_of_blueprint(names: frozenset[str]) -> bool:
    return any(each.startswith("flask.Blueprint.") for each in names) and bool(_ROUTING & names)


def _renamed(project: Project, name: _Name, known: EndpointNames) -> Group | Finding:
    new = name.value.replace(".", "_")
    edits = []
    doubts = [each.doubt for each in known.references if each.doubt and name.value in each.value]
    unknown = [each for each in known.unknown if each.may_be(f"{name.value}.x") and not name.ending]
    place = place_in_string(name.syntax, name.node)
    line, column = name.syntax.source.position(name.syntax.source.offset(name.node.lineno, name.node.col_offset))
    if doubts or unknown or place is None:
        message = f"`{name.value}` has a dot, which names of blueprints and endpoints may not have today"
        return Finding(
            name.syntax.path, line, column, REMOVED, message, f"Call it `{new}`, wherever it is named.", GUIDE
        )
    edits.append(Edit(name.syntax.path, place, place + len(name.value.encode()), new.encode()))
    for each in known.references:
        start = _place_of(each.value, name)
        if start is not None and (each.path, each.offset + start) != (name.syntax.path, place):
            at = each.offset + start
            edits.append(Edit(each.path, at, at + len(name.value.encode()), new.encode()))
    title = f"{name.value} has no dot in its name any more"
    return Group(title, name.syntax.path, name.node.lineno, tuple(dict.fromkeys(edits)))


def _place_of(value: str, name: _Name) -> int | None:
    """Where a name of an endpoint has the name that changes; None where it has not."""
    if name.ending:
        return len(value) - len(name.value) if value.endswith("." + name.value) else None
    return 0 if value.startswith(name.value + ".") or value == name.value else None
