"""Which files an application lives in, and what part each of them plays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.applications import Application, Step, Use, applications, is_test_path, start_up, uses
from flask_modernize.project.imports import imported_files
from flask_modernize.project.memory import remembered

if TYPE_CHECKING:
    from flask_modernize.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """The files that use one application.

    ``home`` makes it. ``members`` are imported by it, at start-up or later, so they cannot have an application of their
    own; ``late`` are imported only by a script and so take part only when that script runs. Everything else are
    ``consumers``: scripts, servers' entry modules and tests, that nothing of the application imports. ``tests`` are
    those of them that are tests, or that only tests import.
    """

    application: Application
    home: str
    uses: Mapping[str, tuple[Use, ...]]
    members: tuple[str, ...]
    late: tuple[str, ...]
    consumers: tuple[str, ...]
    bystanders: tuple[str, ...]
    """Scripts that nothing imports and that import the home, directly or not, without naming the application."""
    tests: frozenset[str]
    steps: tuple[Step, ...]

    def brought_in_by(self, path: str) -> int | None:
        """The line of the home's statement whose import first runs the module; None when something else runs it."""
        under_way: dict[int, Step] = {}
        for step in self.steps:
            if step.path == path:
                outer = [under_way[depth] for depth in sorted(under_way) if depth < step.depth]
                return next((each.statement.lineno for each in outer if each.path == self.home), None)
            under_way = {depth: each for depth, each in under_way.items() if depth < step.depth}
            under_way[step.depth] = step
        return None


def terrain_of(project: Project, application: Application) -> Terrain:
    """Sorts the files that use the application; members in the order in which start-up runs them."""
    home = application.path
    by_path: dict[str, list[Use]] = {home: []}
    for use in uses(project, application):
        by_path.setdefault(use.path, []).append(use)
    graph = import_graph(project)
    reached = reached_from(graph, [home])
    steps = start_up(project, application)
    ran = list(dict.fromkeys(step.path for step in steps))
    members = [path for path in by_path if path in reached and path != home and not is_test_path(path)]
    outside = [path for path in by_path if path not in reached]
    scripts = [path for path in graph if path not in reached and not is_test_path(path)]
    late = [
        path
        for path in outside
        if not is_test_path(path) and any(path in graph[other] for other in scripts if other != path)
    ]
    consumers = [path for path in by_path if path != home and path not in members and path not in late]
    importers = {path: [other for other in graph if path in graph[other] and other != path] for path in consumers}
    tests = [
        path
        for path in consumers
        if is_test_path(path) or (importers[path] and all(is_test_path(other) for other in importers[path]))
    ]
    return Terrain(
        application,
        home,
        {path: tuple(found) for path, found in sorted(by_path.items())},
        tuple(sorted(members, key=lambda path: (ran.index(path) if path in ran else len(ran), path))),
        tuple(sorted(late)),
        tuple(sorted(consumers)),
        tuple(sorted(_bystanders(project, home, [path for path in scripts if path not in by_path], consumers))),
        frozenset(tests),
        steps,
    )


def _bystanders(project: Project, home: str, scripts: Collection[str], consumers: Collection[str]) -> Iterator[str]:
    """Those of the scripts that nothing imports, that run the home, and no other application and no consumer."""
    graph = import_graph(project)
    others = {*consumers, *(each.path for each in applications(project))} - {home}
    imported = {other for path in graph for other in graph[path] if other != path}
    for path in scripts:
        directories = path.split("/")[:-1]
        if path in imported or path.endswith("__init__.py") or not _COMMANDS.isdisjoint(directories):
            continue
        seen = reached_from(graph, [path])
        if home in seen and seen.isdisjoint(others):
            yield path


_COMMANDS = frozenset({"migrations", "alembic"})
"""Alembic runs what stands there, in a context."""


@remembered
def import_graph(project: Project) -> Mapping[str, frozenset[str]]:
    """By file, the files that it imports anywhere in it, and the packages that run before it."""
    return {
        path: frozenset([*imported_files(project, path), *_packages_around(project, path)])
        for path in project.tree.python_paths()
    }


def _packages_around(project: Project, path: str) -> list[str]:
    """The ``__init__.py`` files that run before a module does."""
    found = []
    directory = path.rpartition("/")[0]
    while directory and project.tree.exists(f"{directory}/__init__.py"):
        found.append(f"{directory}/__init__.py")
        directory = directory.rpartition("/")[0]
    return [each for each in found if each != path]


def reached_from(graph: Mapping[str, frozenset[str]], start: list[str]) -> frozenset[str]:
    waiting = list(start)
    seen = set(waiting)
    for path in waiting:
        for other in sorted(graph.get(path, ())):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return frozenset(seen)
