"""Migrations of a repository that are written against the project model: planned whole, in a child process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_modernize.planning.configuration import ConfigurationError
from flask_modernize.planning.contract import Finding, Migration, Options, Plan
from flask_modernize.plugins.child import ChildFailed, Code, ask, last_line
from flask_modernize.plugins.declarations import NativeFile
from flask_modernize.plugins.plan_data import BadData, as_mapping, described, plan_of
from flask_modernize.project import Project
from flask_modernize.sources import UnreadableSource

SECONDS = 300.0
DESCRIBING_SECONDS = 60.0
MOST_HANDED = 1_000_000
"""Bytes; larger files that are not Python are not handed to the child."""


@dataclass(frozen=True, slots=True)
class NativeCodemod:
    """The ``plan`` of such a migration."""

    id: str
    path: str
    code: Code
    seconds: float = SECONDS

    def __call__(self, project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        words = {
            "module": self.path,
            "options": dict(options),
            "paths": None if paths is None else sorted(paths),
            "files": _handed(project),
            "python": list(project.tree.python_paths()),
        }
        try:
            return plan_of(ask("plan", self.code, words, seconds=self.seconds))
        except ChildFailed as failure:
            said = last_line(failure.output)
            message = f"{failure.message}{f' ({said})' if said else ''}"
            return self._failed(message, "G-TIME" if failure.late else "G-CRASH")
        except BadData as problem:
            return self._failed(f"its plan cannot be used: {problem}", "G-CRASH")

    def _failed(self, message: str, code: str) -> Plan:
        text = f"{self.id} could not do its work, and nothing was changed: {message}."
        advice = f"The fault is in {self.path}."
        return Plan((), (Finding(self.path, 1, 1, code, text, advice, site=False),))


def native_migrations(natives: Sequence[NativeFile], code: Code) -> list[Migration]:
    """The migrations in the files, in their order. Raises ConfigurationError for one that is not to be had."""
    if not natives:
        return []
    try:
        answer = ask("describe", code, {"modules": [each.path for each in natives]}, seconds=DESCRIBING_SECONDS)
        descriptions = as_mapping(answer)
        return [_migration(each, as_mapping(descriptions.get(each.path)), code) for each in natives]
    except (ChildFailed, BadData) as failure:
        paths = ", ".join(each.path for each in natives)
        raise ConfigurationError(f"The codemods {paths} cannot be loaded: {failure}.") from None


def _migration(native: NativeFile, description: Mapping[str, Any], code: Code) -> Migration:
    if "error" in description:
        raise ConfigurationError(f"{native.path} cannot be loaded: {description['error']}")
    migration = described(description.get("migration"), NativeCodemod(native.id, native.path, code))
    if migration.id != native.id:
        raise ConfigurationError(
            f"{native.path}: its MIGRATION has the id {migration.id!r}; a codemod of the repository is named as its "
            f"file: {native.id!r}."
        )
    return migration


def _handed(project: Project) -> dict[str, tuple[bytes | None, bool]]:
    python = frozenset(project.tree.python_paths())
    handed: dict[str, tuple[bytes | None, bool]] = {}
    for path in project.tree.paths:
        try:
            data: bytes | None = project.tree.read(path)
        except UnreadableSource:
            data = None
        if data is not None and path not in python and len(data) > MOST_HANDED:
            data = None
        handed[path] = data, project.tree.executable(path)
    return handed
