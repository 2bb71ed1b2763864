"""The report for programs; documented in docs/json-schema.md and by ``report.schema.json`` beside this module."""

from __future__ import annotations

import json
from collections import Counter
from importlib import resources
from typing import Any

from flask_modernize import __version__
from flask_modernize.planning.contract import Finding
from flask_modernize.planning.outcomes import Outcome, Run
from flask_modernize.reporting.view import Mode, View, next_steps
from flask_modernize.sources import SourceProblem

SCHEMA_VERSION = 1


def render(view: View) -> str:
    """The report as JSON in ASCII, with a line end. The same run gives the same text."""
    return json.dumps(_printable(report(view)), indent=2) + "\n"


def report(view: View) -> dict[str, Any]:
    """The report as plain values. Paths are relative to ``root``, which is relative to the reader's directory."""
    run = view.run
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "flask-modernize", "version": __version__},
        "root": view.base,
        "mode": view.mode.value,
        "written": view.mode is Mode.WRITE and bool(run.changes),
        "migrations": [_migration(outcome) for outcome in run.outcomes],
        "remarks": [_finding(finding) for finding in run.remarks],
        "problems": [_problem(problem) for problem in run.problems],
        "next_steps": next_steps(run),
        "counts": _total(run),
    }


def schema() -> dict[str, Any]:
    """The JSON Schema that every report satisfies."""
    text = resources.files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _migration(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.migration,
        "summary": outcome.summary,
        "status": outcome.status.value,
        "reason": outcome.reason,
        "groups": [
            {"id": each.number, "title": each.title, "path": each.path, "line": each.line, "sites": each.sites}
            for each in outcome.groups
        ],
        "edits": [
            {"path": each.path, "line": each.line, "before": each.before, "after": each.after, "group": each.group}
            for each in outcome.edits
        ],
        "files": {
            "changed": [
                delta.path for delta in outcome.changes if delta.before is not None and delta.after is not None
            ],
            "created": [delta.path for delta in outcome.changes if delta.before is None],
            "deleted": [delta.path for delta in outcome.changes if delta.after is None],
        },
        "findings": [_finding(finding) for finding in outcome.findings],
        "next_steps": list(outcome.next_steps),
        "counts": {
            "sites_rewritten": outcome.sites_rewritten,
            "sites_left": outcome.sites_left,
            "sites_ignored": outcome.ignored,
            "files_changed": len(outcome.changes),
            "findings_by_code": _by_code(outcome.findings),
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "code": finding.code,
        "message": finding.message,
        "advice": finding.advice,
        "guide": finding.guide,
        "site": finding.site,
    }


def _problem(problem: SourceProblem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "message": problem.message,
    }


def _total(run: Run) -> dict[str, Any]:
    return {
        "python_files": run.python_files,
        "files_changed": len(run.changes),
        "sites_rewritten": sum(outcome.sites_rewritten for outcome in run.outcomes),
        "sites_left": sum(outcome.sites_left for outcome in run.outcomes),
        "sites_ignored": sum(outcome.ignored for outcome in run.outcomes),
        "findings_by_code": _by_code([finding for outcome in run.outcomes for finding in outcome.findings]),
    }


def _by_code(findings: list[Finding] | tuple[Finding, ...]) -> dict[str, int]:
    return dict(sorted(Counter(finding.code for finding in findings).items()))


def _printable(value: Any) -> Any:
    """The same values; characters that stand for undecodable bytes are spelled out, because JSON cannot hold them."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, list):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return value
