"""What a project says of codemods of its own: ``codemods`` in its settings, and the files of the folder named there.

Nothing is run or imported here; errors name the file and the key.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from flask_modernize.planning.configuration import CODEMODS, ConfigurationError, Document, codemods_folder
from flask_modernize.planning.suggestions import did_you_mean

MOST_FILES = 2_000
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NOT_CODEMODS = re.compile(r"_.*|test_.*|conftest")

Value = TypeVar("Value")
KIND_NAMES: Mapping[type, str] = {
    str: "a string",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


@dataclass(frozen=True, slots=True)
class Declaration:
    """One codemod declared in TOML: the table as written, and how to name its keys in a message."""

    id: str
    table: Mapping[str, Any]
    file: str
    """The file that it stands in, from the project's root."""
    prefix: str = ""
    """Where in that file: ``tool.flask-modernize.codemods.<id>.``, or nothing."""

    @property
    def base(self) -> str:
        """The directory that paths in it start from."""
        return os.path.dirname(self.file)

    def key(self, *names: str) -> str:
        """How to name a key in a message."""
        return f"{self.file}: {self.prefix}{'.'.join(names)}"

    def get(self, name: str, kind: type[Value], default: Value) -> Value:
        """A value of the table. Raises ConfigurationError when it is of another type."""
        value = self.table.get(name, default)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ConfigurationError(f"{self.key(name)} must be {KIND_NAMES[kind]}.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings. Raises ConfigurationError."""
        values = self.get(name, list, [])
        if not all(isinstance(value, str) for value in values):
            raise ConfigurationError(f"{self.key(name)} must be a list of strings.")
        return tuple(values)

    def check_keys(self, known: Sequence[str]) -> None:
        """Raises ConfigurationError for a key that is none of the known ones."""
        for name in self.table:
            if name not in known:
                raise ConfigurationError(f"{self.key(name)}: there is no such setting.{did_you_mean(name, known)}")


@dataclass(frozen=True, slots=True)
class NativeFile:
    """A Python file of the folder that has a ``MIGRATION``: ``house_rule.py`` or ``house_rule/__init__.py``."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class Declared:
    """All codemods of a project, by the way in which they are declared; each sorted."""

    folder: str
    declarations: tuple[Declaration, ...] = ()
    natives: tuple[NativeFile, ...] = ()


def declared(root: str, document: Document) -> Declared:
    """Reads what the project at ``root`` declares. Raises ConfigurationError."""
    folder = codemods_folder(document)
    found = [*_of_document(document), *(_of_folder(root, folder) if folder else ())]
    for one, other in pairwise(sorted(found, key=lambda each: (each.id, each.file))):
        if one.id == other.id:
            raise ConfigurationError(f"{other.file}: there is a codemod {one.id!r} in {one.file} already.")
    scripts = {_script(each) for each in found}
    natives = tuple(each for each in _natives(root, folder) if each.path not in scripts) if folder else ()
    return Declared(folder, tuple(sorted(found, key=lambda each: each.id)), natives)


def _script(declaration: Declaration) -> str:
    """The file of the project that a declaration runs, "" for none."""
    reference = declaration.table.get("bowler") or declaration.table.get("libcst")
    path = reference.partition(":")[0] if isinstance(reference, str) else ""
    return os.path.normpath(os.path.join(declaration.base, path)) if path.endswith(".py") else ""


def _of_document(document: Document) -> Iterator[Declaration]:
    table = document.table.get(CODEMODS)
    for id, each in table.items() if isinstance(table, dict) else ():
        if id == "folder":
            continue
        where = document.key(CODEMODS, id)
        if not isinstance(each, dict):
            raise ConfigurationError(f"{where} must be a table that declares a codemod.")
        prefix = where.partition(": ")[2] + "."
        yield Declaration(checked_id(id, where), each, document.file, prefix)


def _of_folder(root: str, folder: str) -> Iterator[Declaration]:
    for name in _listed(os.path.join(root, folder), folder):
        if not name.endswith(".toml"):
            continue
        path = f"{folder}/{name}"
        with open(os.path.join(root, path), "rb") as file:
            try:
                table = tomllib.load(file)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise ConfigurationError(f"{path}: {error}") from None
        yield Declaration(checked_id(name.removesuffix(".toml"), path), table, path)


def _natives(root: str, folder: str) -> Iterator[NativeFile]:
    for name in _listed(os.path.join(root, folder), folder):
        path = f"{folder}/{name}" if name.endswith(".py") else f"{folder}/{name}/__init__.py"
        stem = name.removesuffix(".py")
        if _NOT_CODEMODS.fullmatch(stem) or not os.path.isfile(os.path.join(root, path)):
            continue
        with open(os.path.join(root, path), "rb") as file:
            # Other files are there to be imported by codemods.
            if b"MIGRATION" in file.read():
                yield NativeFile(checked_id(stem.replace("_", "-"), path), path)


def _listed(directory: str, folder: str) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except OSError as error:
        raise ConfigurationError(f"The codemods folder {folder!r} cannot be read: {error.strerror}.") from None


def checked_id(id: str, where: str) -> str:
    """The id of a migration. Raises ConfigurationError when it is not kebab-case."""
    if not _ID.fullmatch(id):
        raise ConfigurationError(f"{where}: {id!r} cannot be the id of a codemod; it must be like rename-helpers.")
    return id


def python_files(root: str, directory: str) -> dict[str, bytes]:
    """All Python files below a directory of the project (of the root itself: only those in it), by path.

    Raises ConfigurationError where that is more than a folder of codemods has.
    """
    found: dict[str, bytes] = {}
    top = os.path.join(root, directory)
    for place, folders, names in os.walk(top):
        folders[:] = sorted(each for each in folders if directory and not each.startswith((".", "__pycache__")))
        for name in sorted(each for each in names if each.endswith(".py")):
            path = os.path.relpath(os.path.join(place, name), root).replace(os.sep, "/")
            with open(os.path.join(place, name), "rb") as file:
                found[path] = file.read()
            if len(found) > MOST_FILES:
                raise ConfigurationError(f"{directory}: more than {MOST_FILES:,} Python files are no codemods folder.")
    return found
