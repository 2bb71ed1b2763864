"""Which migrations there are: the entry points of the group ``flask_modernize.migrations``.

The engine's own migrations and those of other packages come in through this one door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Migration
from flask_modernize.planning.suggestions import did_you_mean

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "flask_modernize.migrations"
OWN_PACKAGE = "flask-modernize"
BUILT_IN = "built-in"
TRUST_ADVICE = "it runs only with --trust-repository-codemods."


class RegistryError(Exception):
    """Two packages claim the same migration."""


class UnknownMigration(LookupError):
    """There is no migration of that id; the message suggests the nearest one."""


@dataclass(frozen=True, slots=True)
class BrokenEntryPoint:
    """An installed package announces a migration that cannot be loaded."""

    name: str
    package: str
    reason: str

    def __str__(self) -> str:
        return f"the migration {self.name!r} of the package {self.package!r} cannot be loaded: {self.reason}"


@dataclass(frozen=True, slots=True, order=True)
class Withheld:
    """A codemod that the project declares and that does not run, because it is code and nobody said to trust it."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class Registry:
    """All migrations in the order of the ladder, and the entry points that did not load."""

    migrations: tuple[Migration, ...]
    broken: tuple[BrokenEntryPoint, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    """By id where a migration comes from, in words: ``built-in``, ``package flask-rules``, ``repository: ...``."""
    withheld: tuple[Withheld, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in the order of the ladder."""
        return tuple(migration.id for migration in self.migrations)

    @property
    def withheld_ids(self) -> tuple[str, ...]:
        """The ids of what is there and does not run."""
        return tuple(each.id for each in self.withheld)

    def migration(self, id: str) -> Migration:
        """The migration of that id; raises UnknownMigration."""
        for migration in self.migrations:
            if migration.id == id:
                return migration
        for each in self.withheld:
            if each.id == id:
                raise UnknownMigration(f"{id!r} is code of this repository ({each.path}): {TRUST_ADVICE}")
        raise UnknownMigration(f"There is no migration {id!r}.{did_you_mean(id, self.ids)}")


def load_registry(entry_points: Iterable[EntryPoint]) -> Registry:
    """Loads the migrations behind the entry points. Raises RegistryError when two of them have the same id."""
    found: dict[str, tuple[Migration, str]] = {}
    broken: list[BrokenEntryPoint] = []
    named = _with_packages(entry_points)
    for package, entry_point in sorted(named, key=lambda each: (each[0], each[1].name, each[1].value)):
        loaded = _load(entry_point, package)
        if isinstance(loaded, BrokenEntryPoint):
            broken.append(loaded)
        elif loaded.id not in found:
            found[loaded.id] = (loaded, package)
        elif found[loaded.id][0] is not loaded:
            raise RegistryError(
                f"Two packages bring a migration named {loaded.id!r}: {found[loaded.id][1]!r} and {package!r}. "
                "Uninstall one of them."
            )
    origins = {id: BUILT_IN if package == OWN_PACKAGE else f"package {package}" for id, (_, package) in found.items()}
    ladder = sorted(
        (migration for migration, _ in found.values()), key=lambda migration: (migration.order, migration.id)
    )
    return Registry(tuple(ladder), tuple(broken), origins)


@cache
def installed() -> Registry:
    """The registry of this Python environment. Raises RegistryError."""
    from importlib.metadata import entry_points

    return load_registry(entry_points(group=GROUP))


def migrations() -> tuple[Migration, ...]:
    """All installed migrations, in the order of the ladder."""
    return installed().migrations


def migration(id: str) -> Migration:
    """The installed migration of that id; raises UnknownMigration."""
    return installed().migration(id)


def _load(entry_point: EntryPoint, package: str) -> Migration | BrokenEntryPoint:
    # Somebody else's package may fail in any way when it is imported, SystemExit included.
    try:
        loaded = entry_point.load()
    except (Exception, SystemExit) as error:
        return BrokenEntryPoint(entry_point.name, package, f"{type(error).__name__}: {error}")
    if not isinstance(loaded, Migration):
        reason = f"{entry_point.value} is a {type(loaded).__name__}, not a Migration"
        return BrokenEntryPoint(entry_point.name, package, reason)
    return loaded


def _with_packages(entry_points: Iterable[EntryPoint]) -> list[tuple[str, EntryPoint]]:
    """Each with the name of its package, which is read from a file: once for all that one package brings."""
    found = [(entry_point, entry_point.dist) for entry_point in entry_points]
    packages = {id(package): package for _, package in found}
    names = {key: package.name if package is not None else "unknown" for key, package in packages.items()}
    return [(names[id(package)], entry_point) for entry_point, package in found]
