"""Is there anything to migrate? What the project declares and locks of a library, against what today's code needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import basename
from typing import TYPE_CHECKING

from flask_modernize.formats.declarations import Declaration, DependencyFile
from flask_modernize.formats.dependency_files import governed_directory
from flask_modernize.planning.libraries import LIBRARIES, Library
from flask_modernize.project.dependencies import SECONDARY, applies, dependency_files
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.versions import allows_below, exact_version

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True)
class Place:
    """A declaration, and the file that it stands in."""

    file: DependencyFile
    declaration: Declaration

    @property
    def said(self) -> str:
        """For instance ``Flask>=1.0 (setup.py:12)``."""
        specifier = self.declaration.specifier
        return f"{self.declaration.written}{specifier} ({self.file.path}:{self.declaration.line})"


@dataclass(frozen=True, slots=True)
class Activity:
    """Whether the migration of a library has anything to do in a project, and why."""

    library: Library
    declared: tuple[Place, ...]
    """Where people ask for it; the dead distributions that it takes the place of included."""
    locked: tuple[Place, ...]
    """Where a tool has written down the version that is installed."""
    active: bool
    reason: str
    """A sentence without its full stop."""

    @property
    def needed(self) -> str:
        """For instance ``>=3.1``; empty when no version will do."""
        return f">={self.library.needed}" if self.library.needed else ""


@remembered_about
def activity(project: Project, library: Library) -> Activity:
    """What is declared and locked of a library, and whether some of it is below what today's code needs.

    Locked versions count before declared ones for the directory that both speak for. A library that nothing is declared
    about counts as legacy when the project imports it, unless a declared one brings it in a version that is not.
    """
    declared, locked = places(project, library)
    legacy = [place for place in _counting(declared, locked) if _is_legacy(place, library)]
    if declared or locked:
        shown = legacy or [*locked, *declared]
        reason = f"{shown[0].said} {_verdict(library, bool(legacy), shown[0])}"
        return Activity(library, declared, locked, bool(legacy), reason)
    importer = _importer(project, library)
    if importer is None:
        said = f"{library.distribution} is neither declared nor imported"
        return Activity(library, (), (), False, said)
    bringing = _bringing(project, library)
    if bringing is not None:
        return Activity(library, (), (), False, f"{bringing.said} brings {library.distribution}>={library.needed}")
    said = f"{importer} imports {library.distribution}, and nothing says which version"
    return Activity(library, (), (), True, said)


def _verdict(library: Library, legacy: bool, place: Place) -> str:
    if place.declaration.name != library.name or not library.needed:
        return "is no longer maintained"
    if not legacy:
        return f"is not below {library.needed}"
    return f"is below {library.needed}" if place.declaration.specifier else "says no version"


def places(project: Project, library: Library) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Where a library, or a dead one that it takes the place of, is declared, and where it is locked."""
    names = {library.name, *(Library(dead).name for dead in library.dead)}
    found = [
        Place(file, declaration)
        for file in dependency_files(project)
        for declaration in file.declarations
        if declaration.name in names and applies(declaration)
    ]
    primary = [place for place in found if basename(place.file.path) not in SECONDARY]
    found = primary or found
    return tuple(each for each in found if not each.file.locked), tuple(each for each in found if each.file.locked)


def _counting(declared: tuple[Place, ...], locked: tuple[Place, ...]) -> list[Place]:
    """Those that say what is installed: the locked ones, else exact pins, else all, for each directory."""
    exact = tuple(place for place in declared if exact_version(place.declaration.specifier) is not None)
    counting: list[Place] = []
    for places in (locked, exact, declared):
        covered = {governed_directory(place.file.path) for place in counting}
        counting += [place for place in places if governed_directory(place.file.path) not in covered]
    return counting


def _is_legacy(place: Place, library: Library) -> bool:
    if place.declaration.name != library.name or not library.needed:
        return True
    return allows_below(place.declaration.specifier, library.needed)


def _bringing(project: Project, library: Library) -> Place | None:
    """A declared library, not legacy itself, that needs this one in a version that is not legacy."""
    for other in LIBRARIES:
        lowest = dict(other.needs).get(library.distribution)
        if lowest is None or not library.needed or allows_below(f">={lowest}", library.needed):
            continue
        declared, locked = places(project, other)
        counting = _counting(declared, locked)
        if counting and not any(_is_legacy(place, other) for place in counting):
            return counting[0]
    return None


def _importer(project: Project, library: Library) -> str | None:
    """The first file that imports the library, also as ``flask.ext.name``."""
    for module in library.imported:
        pattern = import_of(module)
        for path in project.files_with(module.removeprefix("flask_").encode()):
            if pattern.search(project.tree.read(path)):
                return path
    return None


def import_of(module: str) -> re.Pattern[bytes]:
    """What an import of a module begins with, also of ``flask_name`` as ``flask.ext.name``."""
    extension = module.removeprefix("flask_") if module.startswith("flask_") else None
    spelled = re.escape(module)
    if extension:
        spelled += rf"|flask\.ext\.{re.escape(extension)}|flaskext\.{re.escape(extension)}"
    return re.compile(rf"^[ \t]*(?:from|import)[ \t]+(?:{spelled})\b".encode(), re.MULTILINE)
