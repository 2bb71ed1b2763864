"""Describes and plans migrations that are written against the project model, as the engine's own are."""

from __future__ import annotations

from typing import Any

from flask_modernize.planning.contract import Finding, Migration, Plan
from flask_modernize.planning.crashes import Crash, place_of, plan_around_crashes
from flask_modernize.plugins.host.modules import in_words, load_file
from flask_modernize.plugins.plan_data import description_data, plan_data
from flask_modernize.project import Project
from flask_modernize.sources import Tree


def describe(request: dict[str, Any], project: str) -> dict[str, Any]:
    """By file: ``{"migration": description}``, or ``{"error": why there is none}``."""
    return {path: _described(path, project) for path in request["modules"]}


def _described(path: str, project: str) -> dict[str, Any]:
    try:
        return {"migration": description_data(_migration(path, project))}
    except (Exception, SystemExit) as error:
        return {"error": in_words(error, project)}


def _migration(path: str, project: str) -> Migration:
    found = getattr(load_file(path, project), "MIGRATION", None)
    if not isinstance(found, Migration):
        raise TypeError(f"MIGRATION is a {type(found).__name__}, not a flask_modernize.planning.contract.Migration")
    return found


def plan(request: dict[str, Any], project: str) -> dict[str, Any]:
    """The plan as data. A file that the migration raises on becomes a finding, and the others are planned."""
    module: str = request["module"]
    migration = _migration(module, project)
    tree = Tree("", request["files"], _Handed(request["files"]), python=request["python"])
    whole = Project(tree)
    paths = None if request["paths"] is None else frozenset(request["paths"])

    def planned(chosen: frozenset[str] | None) -> Plan:
        return migration.plan(whole, request["options"], chosen)

    found, crashes = plan_around_crashes(planned, paths, tree.python_paths(), divisible=not migration.whole_program)
    found = found or Plan()
    findings = (*found.findings, *(_finding(crash, migration, module) for crash in crashes))
    return plan_data(Plan(found.groups, findings, found.next_steps))


def _finding(crash: Crash, migration: Migration, module: str) -> Finding:
    what = "could not look at this file" if crash.path else "could not do its work"
    message = f"{migration.id} {what}: it raised {place_of(crash.error)}."
    advice = f"This is a fault of {module}."
    return Finding(crash.path or module, 1, 1, "G-CRASH", message, advice, site=False)


class _Handed:
    """The files as the parent handed them over: content (None: too large for that) and whether they are executable."""

    def __init__(self, files: dict[str, tuple[bytes | None, bool]]) -> None:
        self._files = files

    def read(self, path: str) -> bytes:
        data = self._files[path][0]
        if data is None:
            raise OSError("it is too large for a codemod of the repository")
        return data

    def signature(self, path: str) -> tuple[str, int]:
        return ("size", len(self._files[path][0] or b""))

    def executable(self, path: str) -> bool:
        return self._files[path][1]

    def is_taken(self, path: str) -> bool:
        return False  # what only the disk knows is checked where the plan is carried out
