"""Code that says by itself that it was written for an old version of a library: it uses what today's has not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.index import is_member
from flask_modernize.rules.kinds import (
    Moved,
    MovedModule,
    RenamedAttribute,
    ReplacedAttribute,
    ReplacedCall,
    ReplacedName,
    Reported,
    Rule,
)
from flask_modernize.rules.python_rules import plans_of_files
from flask_modernize.sources import SourceFile

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


def old_code(project: Project, tables: ModuleType) -> str:
    """The first place that fails with today's version whatever the application does, and what it uses.

    For instance ``shop/views.py:3 is for an older one: from flask import Markup``; empty when there is none. What does
    something else today says nothing: code for today's version may mean just that.
    """
    for path, (groups, findings) in plans_of_files(project, project.tree.python_paths(), evidence(tables), ""):
        lines = [group.line for group in groups]
        lines += [each.line for each in findings if each.code == REMOVED]
        if lines:
            source = SourceFile.from_bytes(project.tree.read(path))
            text = source.text(*source.line_span(min(lines))).strip()
            return f"{path}:{min(lines)} is for an older one: {text}"
    return ""


def evidence(tables: ModuleType) -> tuple[Rule, ...]:
    """The rules of a library about what cannot even be imported or reached any more.

    These are its rules for names, modules, members and functions, but for those that it says ``STILL_WORKS`` of (by
    their old names, as in :func:`old_name`), and what it has as ``OLD_NAMES`` because its codemods look after it.
    """
    working: Collection[str] = getattr(tables, "STILL_WORKS", ())
    rules: Sequence[Rule] = getattr(tables, "RULES", ())
    more: Iterable[str] = getattr(tables, "OLD_NAMES", ())
    told = [rule for rule in rules if old_name(rule) not in working]
    functions = {rule.of for rule in told if isinstance(rule, ReplacedCall) and not is_member(rule.of)}
    return (*filter(_is_about_existence, told), *_gone(sorted({*functions, *more})))


def old_name(rule: Rule) -> str:
    """The full name that a rule is about; empty for those that are only about arguments."""
    if isinstance(rule, Moved | MovedModule | ReplacedName):
        return rule.old
    if isinstance(rule, RenamedAttribute):
        return f"{rule.of}.{rule.old}"
    if isinstance(rule, ReplacedAttribute):
        return f"{rule.of}.{rule.name}"
    return rule.of if isinstance(rule, Reported | ReplacedCall) else ""


def _is_about_existence(rule: Rule) -> bool:
    if isinstance(rule, Reported):
        return not (rule.keyword or rule.called or rule.values or rule.overridden)
    return isinstance(rule, Moved | MovedModule | ReplacedName | RenamedAttribute | ReplacedAttribute)


def _gone(names: Iterable[str]) -> Iterator[Rule]:
    for name in names:
        yield Reported("", name, "it is gone", "")
