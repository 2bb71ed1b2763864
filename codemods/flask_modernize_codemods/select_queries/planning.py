"""Plans ``select-queries`` for a project, one file after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding, Group, Options, Plan
from flask_modernize_codemods.select_queries.emission import Emission, FileEdits
from flask_modernize_codemods.select_queries.expressions import Expressions
from flask_modernize_codemods.select_queries.flow import Flow

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan_files(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """Every edit and finding, in the order of the files."""
    groups: list[Group] = []
    findings: list[Finding] = []
    for path in project.mentioning("query"):
        if paths is None or path in paths:
            made = plan_file(project, path, options)
            groups += made.groups
            findings += made.findings
    return Plan(tuple(groups), tuple(findings))


def plan_file(project: Project, path: str, options: Options) -> FileEdits:
    if project.syntax(path) is None:
        return FileEdits()
    context = Expressions(project, path, options)
    flow = Flow(context).run()
    if not flow.heads:
        return FileEdits()
    length = options.get("line-length", 88)
    return Emission(context, flow, length if isinstance(length, int) else 88).run()
