"""A migration of one library: its rules for code, templates and configuration, its own codemods, and its pin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Behaviour, Code, IntendedDifference, Migration, Option, Options, Plan
from flask_modernize.rules.findings import RULE_CODES

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

Codemod = Callable[["Project", Options], Plan]
"""What is not data: plans its part for the whole project."""


def library_migration(
    *,
    id: str,
    order: int,
    summary: str,
    documentation: str,
    tables: str,
    guide: str,
    codes: Sequence[Code] = (),
    options: Sequence[Option] = (),
    intended: Sequence[IntendedDifference] = (),
    needs: Sequence[str] = (),
    behaviour: Behaviour = Behaviour.SAME,
) -> Migration:
    """A migration made of tables.

    ``tables`` is the name of a module, imported only to plan, with any of ``RULES`` (of the kinds in
    :mod:`flask_modernize.rules.kinds`), ``TEMPLATE_RULES``, ``CONFIG_RULES`` and ``CODEMODS`` (functions of a project
    and the options that give a plan).
    """

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        return _together(_plans(project, options, import_module(tables), guide))

    return Migration(
        id=id,
        order=order,
        summary=summary,
        behaviour=behaviour,
        guide=guide,
        documentation=documentation,
        plan=plan,
        options=tuple(options),
        codes=(*RULE_CODES, *codes),
        intended=tuple(intended),
        needs=tuple(needs),
        whole_program=True,
    )


def _plans(project: Project, options: Options, tables: ModuleType, guide: str) -> Iterable[Plan]:
    from flask_modernize.rules.python_rules import plan_python_rules

    rules = getattr(tables, "RULES", ())
    if rules:
        groups, findings = plan_python_rules(project, rules, guide)
        yield Plan(tuple(groups), tuple(findings))
    codemods: Sequence[Codemod] = getattr(tables, "CODEMODS", ())
    for codemod in codemods:
        yield codemod(project, options)


def _together(plans: Iterable[Plan]) -> Plan:
    found = list(plans)
    return Plan(
        tuple(group for plan in found for group in plan.groups),
        tuple(finding for plan in found for finding in plan.findings),
        tuple(dict.fromkeys(step for plan in found for step in plan.next_steps)),
    )
