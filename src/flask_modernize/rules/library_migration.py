"""A migration of one library: its rules for code, templates and configuration, its own codemods, and its pin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from flask_modernize.planning import libraries
from flask_modernize.planning.contract import Behaviour, Code, IntendedDifference, Migration, Option, Options, Plan
from flask_modernize.rules.findings import PIN_CODES, RULE_CODES

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
    library: str = "",
) -> Migration:
    """A migration made of tables.

    ``library`` is the distribution of :mod:`flask_modernize.planning.libraries` whose pin is raised, and in whose place
    dead ones go; empty when there is none.
    ``tables`` is the name of a module, imported only to plan, with any of ``RULES`` (of the kinds in
    :mod:`flask_modernize.rules.kinds`), ``MATCHERS`` (codemods over single files that go together with the rules; see
    :class:`flask_modernize.rules.matches.Matcher`), ``TEMPLATE_RULES``, ``CONFIG_RULES`` and ``CODEMODS`` (functions
    of a project and the options that give a plan). ``STILL_WORKS`` and ``OLD_NAMES`` say what of it proves that code
    was written for an old version (:mod:`flask_modernize.rules.evidence`).
    """

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        return _together(_plans(project, options, import_module(tables), guide, library))

    # A kept run is not used once the package has changed that the plan comes from: that of the tables.
    plan.__module__ = tables

    def old_code(project: Project) -> str:
        from flask_modernize.rules import evidence

        return evidence.old_code(project, import_module(tables))

    return Migration(
        id=id,
        order=order,
        summary=summary,
        behaviour=behaviour,
        guide=guide,
        documentation=documentation,
        plan=plan,
        options=tuple(options),
        codes=(*RULE_CODES, *(PIN_CODES if library else ()), *codes),
        intended=tuple(intended),
        needs=tuple(needs),
        whole_program=True,
        repeats=True,
        library=libraries.library(library) if library else None,
        old_code=old_code if library else None,
    )


def changed_settings(reason: str, *keys: str) -> tuple[IntendedDifference, ...]:
    """What a migration declares that renames, moves or rewrites settings; ``keys`` are patterns as for file names."""
    kinds = ("config-missing", "config-added", "config-type", "config-value")
    return tuple(IntendedDifference(kind, reason, key) for key in keys for kind in kinds)


def _plans(project: Project, options: Options, tables: ModuleType, guide: str, distribution: str) -> Iterable[Plan]:
    yield _plan_of_rules(project, tables, guide)
    codemods: Sequence[Codemod] = getattr(tables, "CODEMODS", ())
    for codemod in codemods:
        yield codemod(project, options)
    if distribution:
        yield from _pins(project, distribution)


def _plan_of_rules(project: Project, tables: ModuleType, guide: str) -> Plan:
    from flask_modernize.rules.config_keys import plan_config_rules
    from flask_modernize.rules.python_rules import plan_python_rules
    from flask_modernize.rules.templates import plan_template_rules

    found = [
        plan_python_rules(project, getattr(tables, "RULES", ()), guide, getattr(tables, "MATCHERS", ())),
        plan_template_rules(project, getattr(tables, "TEMPLATE_RULES", ()), guide),
        plan_config_rules(project, getattr(tables, "CONFIG_RULES", ()), guide),
    ]
    return Plan(
        tuple(group for groups, _ in found for group in groups),
        tuple(finding for _, findings in found for finding in findings),
    )


def _pins(project: Project, distribution: str) -> Iterable[Plan]:
    """The pin of the library, and of those that it takes the place of."""
    from flask_modernize.rules.pins import library, raise_pin, replace_package

    wanted = library(distribution)
    for dead in wanted.dead:
        yield replace_package(project, dead, wanted if wanted.range else None)
    yield raise_pin(project, wanted)


def _together(plans: Iterable[Plan]) -> Plan:
    found = list(plans)
    return Plan(
        tuple(group for plan in found for group in plan.groups),
        tuple(finding for plan in found for finding in plan.findings),
        tuple(dict.fromkeys(step for plan in found for step in plan.next_steps)),
    )
