"""``.env.example``, which lists the variables, and ``.gitignore``, which keeps ``.env`` out of the repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, FileChange
from flask_modernize.sources import UnreadableSource
from flask_modernize.sources.gitignore import ignore_pattern
from flask_modernize_codemods.config_classes.config_module import EnvironmentVariable

if TYPE_CHECKING:
    from flask_modernize.project import Project

_KINDS = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false"}
_HEAD = "# Environment variables of the application. Copy this file to .env and set what differs from the defaults.\n"
_PROFILE = "\n# Profile to start with: development (the default), testing or production.\n#FLASK_CONFIG=production\n"


def example_file(
    project: Project, directory: str, variables: Iterable[EnvironmentVariable], newline: str
) -> FileChange | Edit | None:
    """``.env.example`` in ``directory`` with these variables; those that it lists already stay as they are."""
    path = f"{directory}/.env.example" if directory else ".env.example"
    existing = _read(project, path)
    known = set(re.findall(rb"^\s*#?\s*(?:export\s+)?([A-Za-z_]\w*)\s*=", existing or b"", re.MULTILINE))
    new: dict[str, EnvironmentVariable] = {}
    for each in variables:
        if each.name.encode() not in known and (each.name not in new or each.required):
            new[each.name] = each
    parts = [] if b"FLASK_CONFIG" in known else [_PROFILE]
    parts += ["\n" + _lines(each) for each in new.values()]
    if not parts:
        return None
    return _longer(path, existing, "".join(parts), newline, head=_HEAD)


def _lines(variable: EnvironmentVariable) -> str:
    required = {"production": "; required in production", "always": "; required"}.get(variable.required, "")
    note = f"# {variable.meaning} ({_KINDS[variable.kind]}{required})"
    return f"{note}\n#{variable.name}={variable.default or ''}\n"


def ignore_file(project: Project, newline: str) -> FileChange | Edit | None:
    """The project's ``.gitignore`` with a line for ``.env``; None when there is one already."""
    existing = _read(project, ".gitignore")
    if existing is not None and _ignores(existing.splitlines()):
        return None
    return _longer(".gitignore", existing, ".env\n", newline)


def _longer(path: str, existing: bytes | None, text: str, newline: str, head: str = "") -> FileChange | Edit:
    """The file with ``text`` at its end; a new one starts with ``head``."""
    if existing is None:
        return FileChange(path, (head + text).replace("\n", newline).encode())
    newline = "\r\n" if b"\r\n" in existing else "\n"
    added = text.replace("\n", newline).encode()
    if existing and not existing.endswith(b"\n"):
        added = newline.encode() + added
    # The last byte is replaced by itself: then the same edit of several groups counts once.
    start = max(len(existing) - 1, 0)
    return Edit(path, start, len(existing), existing[start:] + added)


def _ignores(lines: Sequence[bytes]) -> bool:
    ignored = False
    for line in lines:
        pattern = ignore_pattern(line)
        if pattern is not None and pattern.matches(b".env", is_directory=False):
            ignored = not pattern.takes_back
    return ignored


def _read(project: Project, path: str) -> bytes | None:
    try:
        return project.tree.read(path)
    except (KeyError, UnreadableSource):
        return None
