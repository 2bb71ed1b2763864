"""``{% set %}`` inside of a loop whose variable is used behind it: since Jinja 2.9 it is not seen there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.formats import jinja
from flask_modernize.planning.contract import Finding, Options, Plan
from flask_modernize.project.template_sources import TemplateSource, template_sources
from flask_modernize.rules.findings import TEMPLATE

if TYPE_CHECKING:
    from flask_modernize.project import Project

_SET = re.compile(rb"\{%[-+]?\s*set\b")


def plan_leaking_assignments(project: Project, options: Options) -> Plan:
    """A finding for each variable that is set in a loop and used behind it without a value of its own there."""
    found = []
    for source in template_sources(project).mentioning(_SET):
        for tag, name in _leaking(source):
            line, column = source.position(tag.start)
            message = f"{name} is set inside of a loop and used behind it, where it does not have that value"
            advice = f"Use {{% set ns = namespace({name}=none) %}}, {{% set ns.{name} = ... %}} and ns.{name}."
            found.append(Finding(source.path, line, column, TEMPLATE, message, advice))
    return Plan(findings=tuple(found))


def _leaking(source: TemplateSource) -> Iterator[tuple[jinja.Tag, str]]:
    tags = source.template.tags
    for number, tag in enumerate(tags):
        loops = [each for each in tag.around if each.keyword == "for"]
        if tag.keyword != "set" or not loops or len(tag.bindings) != 1 or len(tag.bindings[0].targets) != 1:
            continue
        name = tag.bindings[0].targets[0]
        if _is_set(tags[:number], name, loops[0]):
            yield from ([(tag, name)] if _is_used_behind(tags[number + 1 :], name, loops[0], tag) else [])
        elif _is_used_behind(tags[number + 1 :], name, loops[0], tag):
            yield tag, name


def _is_set(tags: tuple[jinja.Tag, ...], name: str, loop: jinja.Tag) -> bool:
    """Whether a variable is given a value before the loop: then the loop was meant to change that one."""
    return any(
        each.keyword == "set" and loop not in each.around and any(name in binding.targets for binding in each.bindings)
        for each in tags
    )


def _is_used_behind(tags: tuple[jinja.Tag, ...], name: str, loop: jinja.Tag, tag: jinja.Tag) -> bool:
    """Whether a template uses a variable behind the loop before it sets it again, in the same block."""
    blocks = [each for each in loop.around if each.keyword in ("block", "macro")]
    for each in tags:
        if loop in each.around or [one for one in each.around if one.keyword in ("block", "macro")] != blocks:
            continue
        if any(name in binding.targets for block in (*each.around, each) for binding in block.bindings):
            return False
        for root in each.roots():
            if any(isinstance(node, jinja.Name) and node.name == name for node in jinja.walk(root)):
                return True
    return False
