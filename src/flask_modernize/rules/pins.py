"""The dependency pin that goes with a library's migration: raised in every file that declares it.

One raise takes along what would not fit with it any more: a pin of a library that the new one needs in a newer version,
or that would stop working with it. Otherwise the set could not be installed, or not be imported. Whether a migration is
active is judged on the project as it was before the ladder, so this does not keep that library's own migration from
running.

Files that a tool writes (lock files, what pip-compile made) are not edited: a next step names the command. Names
without a version stay so where such a file says which version is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from posixpath import dirname
from typing import TYPE_CHECKING

from flask_modernize.formats.declarations import Declaration, DependencyFile, normalised
from flask_modernize.formats.dependency_edits import Replacement, with_name, with_version, without
from flask_modernize.formats.dependency_files import governed_directory
from flask_modernize.planning.activity import Place, places
from flask_modernize.planning.activity import activity as activity
from flask_modernize.planning.contract import Edit, Finding, Group, Plan
from flask_modernize.planning.libraries import Library as Library
from flask_modernize.planning.libraries import known_library
from flask_modernize.planning.libraries import library as library
from flask_modernize.project.dependencies import applies, dependency_files
from flask_modernize.project.versions import allows_below, only_below
from flask_modernize.rules.findings import FIXED, HASHES
from flask_modernize.sources import SourceFile

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

GUIDE = "Installation and Versioning"


def raise_pin(project: Project, library: Library, *, keep_open: bool = False) -> Plan:
    """Raises every declaration of a library that allows versions below what it needs, to its range.

    What would not fit with it any more is raised with it. Empty for a library without a range, and where nothing is
    declared. With ``keep_open`` declarations stay that also allow versions that will do.
    """
    declared, locked = places(project, library)
    if not library.range or not (declared or locked):
        return Plan()
    changes = _Changes(project)
    raised = [library]
    for each in raised:
        changes.raise_all(each, _lowest_of(each, raised), any_below=each is library and not keep_open)
        raised += [other for other in _left_behind(project, each) if other not in raised]
    others = ", ".join(other.distribution for other in raised[1:] if other.name in changes.names)
    title = f"Raise {library.distribution} to {library.range}" + (f", and {others} with it" if others else "")
    return changes.plan(title)


def replace_package(project: Project, old: str, by: Library | None) -> Plan:
    """Declares ``by`` wherever the distribution ``old`` is; takes it out where ``by`` is None, or declared already."""
    changes = _Changes(project)
    for file in dependency_files(project):
        for declaration in file.declarations:
            if declaration.name == normalised(old) and applies(declaration):
                changes.replace(Place(file, declaration), by)
    return changes.plan(f"Replace {old} by {by.distribution}" if by is not None else f"Remove {old}")


def stands_alone(project: Project, library: Library) -> bool:
    """Whether nothing else has to be raised with a library."""
    return not any(True for _ in _left_behind(project, library))


def _lowest_of(library: Library, raised: Sequence[Library]) -> str:
    """The lowest version that fits with everything that is raised."""
    from packaging.version import Version

    limits = [limit for each in raised for limit in (*each.needs, *each.breaks)]
    wanted = [lowest for name, lowest in limits if normalised(name) == library.name]
    return max(wanted if library is not raised[0] else [*wanted, library.needed], key=Version)


def _left_behind(project: Project, raised: Library) -> Iterable[Library]:
    """Libraries with a declaration that only allows versions that do not fit with a raised one."""
    for name, lowest in (*raised.needs, *raised.breaks):
        other = known_library(name)
        if other is not None and any(_is_left_behind(place, other, lowest) for place in places(project, other)[0]):
            yield other


def _is_left_behind(place: Place, library: Library, lowest: str) -> bool:
    return place.declaration.name == library.name and only_below(place.declaration.specifier, lowest)


@dataclass(slots=True)
class _Changes:
    """What is found out on the way to a plan."""

    project: Project
    edits: list[tuple[Place, tuple[Replacement, ...]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    stale: set[tuple[str, str]] = field(default_factory=set)
    """(directory, distribution) of what is locked in an old version."""
    renewed: set[tuple[str, str]] = field(default_factory=set)
    """The same of what is declared otherwise now, so that a lock has to follow."""
    names: set[str] = field(default_factory=set)

    def raise_all(self, library: Library, lowest: str, *, any_below: bool) -> None:
        """Raises the declarations that only allow versions below ``lowest``; with ``any_below`` all that allow some."""
        declared, locked = places(self.project, library)
        covered = {governed_directory(place.file.path) for place in locked}
        for place in declared:
            below = allows_below if any_below else only_below
            if place.declaration.name != library.name or not below(place.declaration.specifier, lowest):
                continue
            self.names.add(library.name)
            if place.declaration.specifier or governed_directory(place.file.path) not in covered:
                self.change(place, library, _only(with_version(self.read(place), *_parts(place), library.range)))
        # What is only locked because others need it, is locked anew with them.
        for place in locked if declared else ():
            if place.declaration.name == library.name and allows_below(place.declaration.specifier, lowest):
                self.names.add(library.name)
                self.stale.add((governed_directory(place.file.path), library.name))

    def replace(self, place: Place, by: Library | None) -> None:
        """Puts another distribution in the place of one, or nothing."""
        if place.file.locked:
            self.renewed.add((governed_directory(place.file.path), place.declaration.name))
            return
        there = by is not None and any(each.name == by.name for each in place.file.declarations)
        if by is None or there:
            self.change(place, by, _only(without(*_parts(place))))
            return
        specifier = by.range if place.declaration.specifier or not self.is_locked(place) else ""
        self.change(place, by, with_name(self.read(place), *_parts(place), by.distribution, specifier))

    def change(self, place: Place, wanted: Library | None, replacements: tuple[Replacement, ...]) -> None:
        """Takes the edits of one declaration; without any, it becomes a finding."""
        if replacements:
            self.edits.append((place, replacements))
            self.renewed.add((governed_directory(place.file.path), place.declaration.name))
        else:
            self.findings.append(self.finding(place, wanted))

    def finding(self, place: Place, wanted: Library | None) -> Finding:
        """Why a declaration cannot be edited, and what to do."""
        file, declaration = place.file, place.declaration
        line, column = SourceFile.of_any_text(self.read(place)).position(declaration.whole[0])
        new = f"{wanted.distribution}{wanted.range}" if wanted is not None else f"nothing of {declaration.written}"
        if declaration.hashed:
            message = f"{declaration.written} is pinned with hashes here; they have to be made again."
            return Finding(file.path, line, column, HASHES, message, _rehash(file, new), GUIDE)
        where = f"installed from {declaration.source}" if declaration.source else "declared in a way that is not edited"
        message = f"{declaration.written} is {where}."
        return Finding(file.path, line or declaration.line, column, FIXED, message, f"Declare {new} here.", GUIDE)

    def is_locked(self, place: Place) -> bool:
        """Whether a file that a tool writes says which version of this is installed."""
        directory = governed_directory(place.file.path)
        return any(
            file.locked and governed_directory(file.path) == directory
            for file in dependency_files(self.project)
            if any(each.name == place.declaration.name for each in file.declarations)
        )

    def read(self, place: Place) -> bytes:
        """The bytes of the file that a declaration is in."""
        return self.project.tree.read(place.file.path)

    def plan(self, title: str) -> Plan:
        """One group, because half of the pins raised is a set that does not fit."""
        steps = tuple(self.next_steps())
        if not self.edits:
            return Plan((), tuple(self.findings), steps)
        edits = [Edit(place.file.path, *each) for place, replacements in self.edits for each in replacements]
        first = min(self.edits, key=lambda item: (item[0].file.path, item[0].declaration.line))[0]
        group = Group(
            title=title,
            path=first.file.path,
            line=first.declaration.line,
            edits=tuple(sorted(edits)),
            statements=tuple(
                (place.file.path, place.declaration.line, place.declaration.line)
                for place, _ in self.edits
                if place.file.path.endswith(".py")
            ),
            sites=len(self.edits),
        )
        return Plan((group,), tuple(self.findings), steps)

    def next_steps(self) -> Iterable[str]:
        """The commands that make locked files again."""
        for file in dependency_files(self.project):
            directory = governed_directory(file.path)
            known = {declaration.name for declaration in file.declarations}
            of_everything = file.path.endswith(".lock")
            renewed = {name for place, name in self.renewed if place == directory and (of_everything or name in known)}
            stale = {name for place, name in self.stale - self.renewed if place == directory and name in known}
            if file.locked and (renewed or stale):
                yield _lock_step(file, sorted(stale))


def _parts(place: Place) -> tuple[DependencyFile, Declaration]:
    return place.file, place.declaration


def _only(replacement: Replacement | None) -> tuple[Replacement, ...]:
    return () if replacement is None else (replacement,)


def _lock_step(file: DependencyFile, names: Sequence[str]) -> str:
    """``names``: what the command would leave as it is, because no declaration asks for more."""
    command = file.upgrade if names else file.command
    for word in ("--upgrade-package {name}", "{name}"):
        command = command.replace(word, " ".join(word.replace("{name}", name) for name in names))
    place = f", in {dirname(file.path)}" if dirname(file.path) else ""
    return f"Make {file.path} again{place}: {command}"


def _rehash(file: DependencyFile, new: str) -> str:
    name = file.path.rpartition("/")[2]
    return (
        f"Put {new} into the file that {name} is made from, and run"
        f" pip-compile --generate-hashes --output-file={name} on it."
    )
