"""What the project says it depends on: requirements files, setup.py, pyproject.toml, Pipfile, lock files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from flask_modernize.formats.declarations import Declaration, DependencyFile
from flask_modernize.formats.declarations import normalised as normalised
from flask_modernize.formats.dependency_files import governed_directory, may_declare, read_dependency_file
from flask_modernize.project.memory import remembered_for
from flask_modernize.project.versions import exact_version, only_below, upper_bound

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared dependency. ``name`` is normalised (``flask-sqlalchemy``); ``line`` is 1-based."""

    name: str
    specifier: str
    """PEP 440, for instance ``>=2.4,<3``; empty when any version will do."""
    pinned: str | None
    """The one version that is installed: ``==`` or a lock file."""
    upper_bound: str | None
    """``3`` for ``<3``; None when there is none."""
    path: str
    line: int


@remembered_for(may_declare)
def dependency_files(project: Project) -> tuple[DependencyFile, ...]:
    """Every file that declares dependencies, or locks them, in the order of their paths."""
    paths = filter(may_declare, project.tree.paths)
    read = [read_dependency_file(path, partial(project.tree.read, path)) for path in paths]
    return tuple(file for file in read if file is not None)


def declared(project: Project, path: str | None = None) -> Mapping[str, Declared]:
    """Declarations by normalised name.

    With ``path``: for every name, those nearest to that file going up its directories; without, or where there is none
    above it, those nearest to the top of the project.
    """
    answers = _by_directory(project)
    directory = dirname(path) if path is not None else None
    if directory not in answers:
        found, top = _all_declarations(project), _at_the_top(project)
        above = _directories_above(path) if path is not None else ()
        answers[directory] = {name: _nearest(found, name, above) or top[name] for name in top}
    return answers[directory]


def is_pinned_below(project: Project, name: str, version: str, path: str | None = None) -> Declared | None:
    """The declaration (as :func:`declared` finds it) that only allows versions below ``version``, or None."""
    declaration = declared(project, path).get(normalised(name))
    if declaration is None or not only_below(declaration.specifier, version):
        return None
    return declaration


def is_pinned_from(project: Project, name: str, version: str, path: str | None = None) -> bool:
    """Whether the declaration (as :func:`declared` finds it) is for one version, which is not below ``version``.

    Then the project has what changed in ``version`` behind it. A range says less: a migration may have put it there.
    What counts is the declaration before the first change of this run.
    """
    from packaging.version import Version

    declaration = declared(project.origin, path).get(normalised(name))
    exact = exact_version(declaration.specifier) if declaration is not None else None
    return exact is not None and Version(exact) >= Version(version)


# --- which declaration counts ---


_Found = Mapping[tuple[str, str], Declared]
"""By (name, directory)."""


@remembered_for(may_declare)
def _by_directory(_: Project) -> dict[str | None, Mapping[str, Declared]]:
    """Answers that were given already, by the directory of the file that asked; all its files have the same."""
    return {}


@remembered_for(may_declare)
def _all_declarations(project: Project) -> _Found:
    candidates: dict[tuple[str, str], list[tuple[DependencyFile, Declared]]] = {}
    for file in dependency_files(project):
        for declaration in file.declarations:
            if applies(declaration):
                key = declaration.name, governed_directory(file.path)
                candidates.setdefault(key, []).append((file, _declared(declaration, file.path)))
    return {key: _together(declarations) for key, declarations in candidates.items()}


def _declared(declaration: Declaration, path: str) -> Declared:
    bound = upper_bound(declaration.specifier)
    return Declared(
        name=declaration.name,
        specifier=declaration.specifier,
        pinned=exact_version(declaration.specifier),
        upper_bound=str(bound.version) if bound else None,
        path=path,
        line=declaration.line,
    )


def _together(declarations: list[tuple[DependencyFile, Declared]]) -> Declared:
    """One declaration out of several for one directory: what a lock file pins, else the strictest."""

    def strictness(candidate: tuple[DependencyFile, Declared]) -> tuple[object, ...]:
        file, declaration = candidate
        return (
            basename(file.path) in SECONDARY,
            not file.locked,
            declaration.pinned is None,
            declaration.upper_bound is None,
            declaration.specifier == "",
            basename(file.path) != "requirements.txt",
            declaration.path,
            declaration.line,
        )

    return min(declarations, key=strictness)[1]


SECONDARY = frozenset({"tox.ini"})
"""Files that may ask for other versions than the application runs with, to test against these."""


def _directories_above(path: str) -> tuple[str, ...]:
    directories = []
    while path:
        path = dirname(path)
        directories.append(path)
    return tuple(directories)


def _nearest(found: _Found, name: str, above: tuple[str, ...]) -> Declared | None:
    return next((found[name, directory] for directory in above if (name, directory) in found), None)


@remembered_for(may_declare)
def _at_the_top(project: Project) -> Mapping[str, Declared]:
    """By name, sorted, the declaration nearest to the top of the project."""
    answers: dict[str, Declared] = {}
    found = _all_declarations(project)
    for name, directory in sorted(found, key=lambda key: (key[0], key[1].count("/") + bool(key[1]), key[1])):
        answers.setdefault(name, found[name, directory])
    return answers


# --- markers ---


def applies(declaration: Declaration) -> bool:
    """Whether a declaration is for today's Python, on any of the usual systems.

    Markers are read for fixed environments, so that the answer does not depend on the machine.
    """
    if not declaration.marker:
        return True
    from packaging.markers import Marker

    try:
        marker = Marker(declaration.marker)
        return any(marker.evaluate(environment) for environment in _environments())
    except ValueError:  # not a marker, or one that compares what cannot be compared
        return True


def _environments() -> list[dict[str, str]]:
    systems = (("linux", "posix", "Linux"), ("win32", "nt", "Windows"), ("darwin", "posix", "Darwin"))
    return [
        {
            "implementation_name": "cpython",
            "implementation_version": "3.12.0",
            "os_name": os_name,
            "platform_machine": "x86_64",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": system,
            "platform_version": "",
            "python_full_version": "3.12.0",
            "python_version": "3.12",
            "sys_platform": platform,
            "extra": "",
        }
        for platform, os_name, system in systems
    ]
