"""``.env.example``, which lists the variables, and ``.gitignore``, which keeps ``.env`` out of the repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import FileChange
from flask_modernize.sources import UnreadableSource
from flask_modernize.sources.gitignore import ignore_pattern
from flask_modernize_codemods.config_classes.config_module import EnvironmentVariable
from flask_modernize_codemods.config_classes.environment_names import meaning

if TYPE_CHECKING:
    from flask_modernize.project import Project

_KINDS = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false"}
_HEAD = "# Environment variables of the application. Copy this file to .env and set what differs from the defaults.\n"
_PROFILE = "\n# Profile to start with: development (the default), testing or production.\n#FLASK_CONFIG=production\n"


def example_file(
    project: Project, directory: str, variables: Iterable[EnvironmentVariable], newline: str
) -> FileChange | None:
    """``.env.example`` in ``directory`` with these variables; those that it lists already stay as they are."""
    path = f"{directory}/.env.example" if directory else ".env.example"
    existing = _read(project, path)
    known = set(re.findall(r"^\s*#?\s*(?:export\s+)?([A-Za-z_]\w*)\s*=", existing, re.MULTILINE))
    new = {each.name: each for each in sorted(variables, key=lambda each: not each.required) if each.name not in known}
    ordered = [new[each] for each in dict.fromkeys(each.name for each in variables if each.name in new)]
    parts = [] if "FLASK_CONFIG" in known else [_PROFILE]
    parts += ["\n" + _lines(each) for each in ordered]
    if not parts:
        return None
    if not existing:
        return FileChange(path, _encoded(_HEAD + "".join(parts), newline))
    text = existing if existing.endswith("\n") else existing + "\n"
    return FileChange(path, _encoded(text + "".join(parts), "\r\n" if "\r\n" in existing else newline))


def _lines(variable: EnvironmentVariable) -> str:
    required = "; required in production" if variable.required else ""
    note = f"# {meaning(variable.key)} ({_KINDS[variable.kind]}{required})"
    return f"{note}\n#{variable.name}={variable.default or ''}\n"


def ignore_file(project: Project, newline: str) -> FileChange | None:
    """The project's ``.gitignore`` with a line for ``.env``; None when there is one already."""
    existing = _read(project, ".gitignore")
    if _ignores(existing.replace("\r\n", "\n").split("\n")):
        return None
    if existing and not existing.endswith("\n"):
        existing += "\n"
    return FileChange(".gitignore", _encoded(existing + ".env\n", "\r\n" if "\r\n" in existing else newline))


def _ignores(lines: Sequence[str]) -> bool:
    ignored = False
    for line in lines:
        pattern = ignore_pattern(line.encode())
        if pattern is not None and pattern.matches(b".env", is_directory=False):
            ignored = not pattern.takes_back
    return ignored


def _read(project: Project, path: str) -> str:
    try:
        return project.tree.read(path).decode("utf-8", "surrogateescape")
    except (KeyError, UnreadableSource):
        return ""


def _encoded(text: str, newline: str) -> bytes:
    plain = text.replace("\r\n", "\n")
    return plain.replace("\n", newline).encode("utf-8", "surrogateescape")
