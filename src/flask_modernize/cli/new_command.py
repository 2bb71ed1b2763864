"""The command ``new``: writes a codemod to start from."""

from __future__ import annotations

import os
import re

import click

from flask_modernize.cli.exits import DONE, Refused, guarded
from flask_modernize.cli.session import installed_registry
from flask_modernize.planning.configuration import (
    CODEMODS,
    OWN_FILE,
    PYPROJECT,
    TABLE,
    ConfigurationError,
    Document,
    codemods_folder,
    disk_reader,
    project_root,
    read_document,
)

DEFAULT_FOLDER = "codemods"
_HEADER = re.compile(rf"^\[{re.escape(TABLE)}\][ \t]*(#.*)?$", re.MULTILINE)


def new_codemod(id: str, path: str, kind: str, package: str) -> int:
    """Writes the files of a codemod and says what to do next; the exit code."""
    return guarded(lambda: _new_package(id, package) if package else _new_in_folder(id, path, kind))


def _new_in_folder(id: str, path: str, kind: str) -> int:
    from flask_modernize.plugins.skeletons import folder_skeleton

    _check_id(id)
    root = project_root((path,))
    document = read_document(disk_reader(root))
    folder = codemods_folder(document)
    setting = _setting(root, document) if not folder else {}
    folder = folder or DEFAULT_FOLDER
    _write(root, folder_skeleton(id, kind, folder), setting)
    trust = "" if kind == "toml" else " --trust-repository-codemods"
    click.echo("\nTry it:")
    click.echo(f"  python -m pytest {os.path.relpath(os.path.join(root, folder, 'tests'))}")
    click.echo(f"  flask-modernize --dry-run --only {id}{trust} .")
    click.echo(f"  flask-modernize explain {id}{trust}")
    return DONE


def _new_package(id: str, package: str) -> int:
    from flask_modernize.plugins.skeletons import package_skeleton

    _check_id(id)
    _write(package, package_skeleton(id), {})
    click.echo("\nTry it:")
    click.echo(f"  python -m pip install -e {package}")
    click.echo(f"  python -m pytest {package}")
    click.echo(f"  flask-modernize explain {id}")
    return DONE


def _check_id(id: str) -> None:
    from flask_modernize.plugins.declarations import checked_id

    checked_id(id, "new")
    if id in installed_registry().ids:
        raise Refused(f"There is a migration {id!r} already.")


def _write(root: str, files: dict[str, str], settings: dict[str, str]) -> None:
    """Writes new files, and settings over what is there. Raises Refused, and writes nothing, where one is there."""
    taken = [path for path in files if os.path.lexists(os.path.join(root, path))]
    if taken:
        raise Refused(f"{taken[0]} is there already; nothing was written.")
    for path, text in {**files, **settings}.items():
        place = os.path.join(root, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        click.echo(f"{'changed' if path in settings else 'wrote'} {os.path.relpath(place)}")


# -- the setting that names the folder --------------------------------------------------------------------------------


def _setting(root: str, document: Document) -> dict[str, str]:
    """The settings file with the folder named in it. Raises ConfigurationError where that has to be done by hand."""
    line = f'{CODEMODS} = "{DEFAULT_FOLDER}"'
    if CODEMODS in document.table:
        raise ConfigurationError(f'{document.key(CODEMODS)} names no folder: add folder = "{DEFAULT_FOLDER}" to it.')
    read = disk_reader(root)
    if document.file == OWN_FILE:
        text = _decoded(read(OWN_FILE))
        return {OWN_FILE: f"{line}{_newline(text)}{text}"}
    before = read(PYPROJECT)
    if before is None:
        return {OWN_FILE: line + "\n"}
    text = _decoded(before)
    newline = _newline(text)
    header = _HEADER.search(text.replace("\r\n", "\n"))
    if header is not None:
        plain = text.replace("\r\n", "\n")
        return {PYPROJECT: f"{plain[: header.end()]}\n{line}{plain[header.end() :]}".replace("\n", newline)}
    if document.file == PYPROJECT:
        raise ConfigurationError(f"Add {line} to [{TABLE}] in {PYPROJECT}, and call this again.")
    gap = "" if text.endswith("\n") or not text else newline
    return {PYPROJECT: f"{text}{gap}{newline}[{TABLE}]{newline}{line}{newline}"}


def _decoded(data: bytes | None) -> str:
    return (data or b"").decode("utf-8")


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
