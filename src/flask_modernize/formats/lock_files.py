"""Lock files of Poetry, uv, PDM and Pipenv: which version each distribution has. They are only read."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from posixpath import basename

from flask_modernize.formats.declarations import Declaration, DependencyFile, Form, Role, normalised
from flask_modernize.formats.pyproject import line_naming

_COMMANDS = {
    "poetry.lock": ("poetry lock", "poetry update {name}"),
    "uv.lock": ("uv lock", "uv lock --upgrade-package {name}"),
    "pdm.lock": ("pdm lock", "pdm update {name}"),
    "Pipfile.lock": ("pipenv lock", "pipenv lock"),
}
"""By file: how it is made again, and how one distribution gets its newest version."""
LOCK_FILES = frozenset(_COMMANDS)


def read_lock(path: str, text: str) -> DependencyFile:
    """Raises ValueError, TypeError, KeyError or AttributeError for what is not such a file."""
    name = basename(path)
    entries = _pipfile_lock(text) if name == "Pipfile.lock" else _toml_lock(text)
    command, upgrade = _COMMANDS[name]
    return DependencyFile(path, tuple(entries), locked=True, command=command, upgrade=upgrade)


def _toml_lock(text: str) -> Iterator[Declaration]:
    for package in tomllib.loads(text).get("package", ()):
        if "version" in package:
            role = Role.DEVELOPMENT if package.get("category") == "dev" else Role.RUNTIME
            yield _locked(package["name"], f"=={package['version']}", text, role)


def _pipfile_lock(text: str) -> Iterator[Declaration]:
    document = json.loads(text)
    for section, role in (("default", Role.RUNTIME), ("develop", Role.DEVELOPMENT)):
        for name, package in document.get(section, {}).items():
            yield _locked(name, package.get("version", ""), text, role)


def _locked(name: str, specifier: str, text: str, role: Role) -> Declaration:
    line = line_naming(name, text)
    return Declaration(normalised(name), name, specifier, line, (0, 0), (0, 0), (0, 0), role=role, form=Form.FIXED)
