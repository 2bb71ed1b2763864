"""Applies rules to Jinja templates: the edits, and the places that have to be left to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask_modernize.formats import jinja
from flask_modernize.planning.contract import Edit, Finding, Group
from flask_modernize.project.template_sources import TemplateSource, template_sources
from flask_modernize.rules.findings import ARGUMENTS, TEMPLATE
from flask_modernize.rules.template_filters import filter_changes
from flask_modernize.rules.template_kinds import MemberRule, TemplateRule
from flask_modernize.rules.template_members import member_changes
from flask_modernize.rules.template_sites import Change, Place, Problem

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan_template_rules(
    project: Project, rules: Sequence[TemplateRule], guide: str = ""
) -> tuple[list[Group], list[Finding]]:
    """The groups (one for each place) and findings of rules for templates, by path and position.

    ``guide`` is the guide's section that the findings name.
    """
    if not rules:
        return [], []
    words = "|".join(sorted({re.escape(each.word) for each in rules}))
    pattern = re.compile(rf"\b(?:{words})\b".encode())
    groups: list[Group] = []
    findings: list[Finding] = []
    for source in template_sources(project).mentioning(pattern):
        changes = _apart(source, [each for place in _places(source) for each in _changes(project, place, rules)])
        for each in changes:
            line, column = source.position(each.at)
            edits = _edits(source, each) if isinstance(each, Change) else None
            if isinstance(each, Change) and edits is not None:
                groups.append(_group(source, each, line, edits))
            else:
                problem = each if isinstance(each, Problem) else _unwritable(each)
                findings.append(
                    Finding(source.path, line, column, problem.code, problem.message, problem.advice, guide)
                )
    return groups, findings


def _changes(project: Project, place: Place, rules: Sequence[TemplateRule]) -> Iterator[Change | Problem]:
    for rule in rules:
        if isinstance(rule, MemberRule):
            yield from member_changes(project, place, rule)
        else:
            yield from filter_changes(project, place, rule)


def _places(source: TemplateSource) -> Iterator[Place]:
    """Every expression of a template with what it stands in."""
    for tag in source.template.tags:
        for root in tag.roots():
            yield from _below(source, tag, root, None)


def _below(
    source: TemplateSource, tag: jinja.Tag, node: jinja.Expression, parent: jinja.Expression | None
) -> Iterator[Place]:
    yield Place(source, tag, node, parent)
    for child in jinja.children(node):
        yield from _below(source, tag, child, node)


def _apart(source: TemplateSource, changes: Sequence[Change | Problem]) -> list[Change | Problem]:
    """Changes in order of place; what stands inside of another change is left for a person, who sees both then."""
    found: list[Change | Problem] = []
    end = -1
    for each in sorted(changes, key=lambda each: (each.at, isinstance(each, Problem))):
        if isinstance(each, Change):
            first, last = each.span
            if first < end:
                found.append(Problem(each.at, ARGUMENTS, f"{each.title}: it stands in another change", each.title))
                continue
            end = last
        found.append(each)
    return found


def _edits(source: TemplateSource, change: Change) -> tuple[Edit, ...] | None:
    found = []
    for start, end, text in change.pieces:
        spliced = source.splice(start, end, text)
        if spliced is None and '"' not in text:  # in a string literal of Python, with these quotes
            spliced = source.splice(start, end, text.replace("'", '"'))
        if spliced is None:
            return None
        found.append(Edit(source.path, *spliced))
    return tuple(found)


def _unwritable(change: Change) -> Problem:
    message = f"{change.title}: the template is a string literal in which this cannot be written without escapes"
    return Problem(change.at, TEMPLATE, message, "Change the template by hand.")


def _group(source: TemplateSource, change: Change, line: int, edits: tuple[Edit, ...]) -> Group:
    statements = ((source.path, line, line),) if source.places is not None else ()
    return Group(change.title, source.path, line, edits, statements=statements)
