"""Keys that ``xmlattr`` refuses since Jinja 3.1.4: they would end the attribute's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.formats import jinja
from flask_modernize.planning.contract import Finding, Options, Plan
from flask_modernize.project.template_sources import template_sources
from flask_modernize.rules.findings import TEMPLATE

if TYPE_CHECKING:
    from flask_modernize.project import Project

_REFUSED = re.compile(r"[\s/>=]")


def plan_xml_attributes(project: Project, options: Options) -> Plan:
    """A finding for each use whose keys are not all constants that are accepted."""
    found = []
    for source in template_sources(project).mentioning(re.compile(rb"\bxmlattr\b")):
        for tag in source.template.tags:
            for node in (each for root in tag.roots() for each in jinja.walk(root)):
                if isinstance(node, jinja.Filtered) and node.name == "xmlattr" and not node.is_test:
                    for message in _objections(node.of):
                        line, column = source.position(node.start)
                        advice = "Give xmlattr only names without spaces, /, > and =."
                        found.append(Finding(source.path, line, column, TEMPLATE, message, advice))
    return Plan(findings=tuple(found))


def _objections(given: jinja.Expression) -> Iterator[str]:
    if not isinstance(given, jinja.Many) or not all(isinstance(key, jinja.Text) for key in given.keys):
        yield "xmlattr raises ValueError for names with spaces, /, > or =, and what it is given here is not written out"
        return
    for key in given.keys:
        if isinstance(key, jinja.Text) and _REFUSED.search(key.value):
            yield f"xmlattr raises ValueError for the name {key.value!r}"
