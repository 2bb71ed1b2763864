"""What starts Celery's workers: commands that name the Celery object, and the module that they get it from."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, FileChange
from flask_modernize.project import ModuleObject
from flask_modernize.project.applications import Application, is_test_path
from flask_modernize.project.entry_points import is_entry_file
from flask_modernize.sources import UnreadableSource
from flask_modernize_codemods.app_factory.celery_apps import CeleryApp
from flask_modernize_codemods.app_factory.celery_rewriting import KEY
from flask_modernize_codemods.app_factory.deployment import module_beside, module_name, root_of
from flask_modernize_codemods.app_factory.scripts import FACTORY
from flask_modernize_codemods.app_factory.terrain import Terrain, import_graph

if TYPE_CHECKING:
    from flask_modernize.project import Project

_WORKER = re.compile(rb"(?<![\w-])celery\b[^\n]*?\s(?:-A|--app)[ =]\s*[\"']?([A-Za-z_][\w.]*(?::[A-Za-z_]\w*)?)")
_NAMES = ("make_celery", "celery_worker")
"""The first is what Flask's documentation calls such a module."""


def worker_module(project: Project, application: Application, terrain: Terrain, celery: CeleryApp) -> FileChange | None:
    """A module beside the topmost package that makes an application, for the worker to take the Celery object from.

    None where a script has both already, or where the application's module cannot be imported from there.
    """
    if any(_makes_both(terrain, celery, path) for path in terrain.consumers):
        return None
    dotted = module_name(project, application)
    root = root_of(application.path, dotted)
    path = next((each for name in _NAMES if not project.tree.exists(each := posixpath.join(root, f"{name}.py"))), None)
    if path is None or project.imported(path, dotted, None, 0) != ModuleObject(application.path):
        return None
    late = sorted(_late_modules(project, terrain, celery, path))
    lines = [f"import {each}  # noqa: F401 (registers its tasks)" for each in late]
    lines += [f"from {dotted} import {FACTORY}", ""]
    lines += [f"flask_app = {FACTORY}()", f'celery_app = flask_app.extensions["{KEY}"]']
    return FileChange(path, application.syntax.source.encode("\n".join(lines) + "\n"))


def _makes_both(terrain: Terrain, celery: CeleryApp, path: str) -> bool:
    """Whether a script has an application and asks for the Celery object."""
    return not is_test_path(path) and any(each.path == path for each in celery.imports)


def _late_modules(project: Project, terrain: Terrain, celery: CeleryApp, worker: str) -> Iterator[str]:
    """The modules with tasks that nothing imports when the application is made."""
    started = {terrain.home, *(step.path for step in terrain.steps)}
    for path in sorted({each.reference.path for each in celery.tasks} - started):
        dotted = project.module_name(path)
        if project.imported(worker, dotted, None, 0) == ModuleObject(path) and not is_test_path(path):
            yield dotted


def worker_command_edits(project: Project, celery: CeleryApp, dropped: Collection[str], worker: str) -> Iterator[Edit]:
    """``celery -A app.celery worker`` becomes ``celery -A make_celery worker``; ``worker`` is the path of that module.

    ``dropped`` are files that had the Celery object by an import, and have it no more.
    """
    wanted = {celery.path, *dropped}
    name = posixpath.basename(worker).removesuffix(".py")
    for path in project.tree.paths:
        if not is_entry_file(path):
            continue
        try:
            data = project.tree.read(path)
        except (UnreadableSource, OSError, KeyError):
            continue
        for match in _WORKER.finditer(data) if b"celery" in data else ():
            if _module_meant(project, path, match[1].decode(), celery.name, wanted):
                yield Edit(path, match.start(1), match.end(1), name.encode())


def _module_meant(project: Project, path: str, word: str, name: str, wanted: Collection[str]) -> bool:
    """Whether a command names the Celery object, as seen from the command's file or from the module's root."""
    dotted = re.sub(rf"[.:]{re.escape(name)}$", "", word)
    directory = posixpath.dirname(path)
    places = (posixpath.join(directory, "_"), *(module_beside(each, dotted) for each in sorted(wanted)))
    found = (project.module_paths(each, place) for place in places for each in (dotted, word))
    return next((each for each in found if each is not None), None) in wanted


def asking_files(project: Project, terrain: Terrain, celery: CeleryApp) -> frozenset[str]:
    """The files that go on importing the Celery object from its module: what the application does not import itself."""
    graph = import_graph(project)
    inside = {terrain.home, *terrain.members}
    for path in [*inside]:
        waiting = [path]
        for each in waiting:
            waiting += [other for other in graph.get(each, ()) if other not in inside]
            inside.update(graph.get(each, ()))
    settled = {each.reference.path for each in celery.tasks} | {each.path for each in celery.reads}
    asking = {each.path for each in celery.imports} - inside
    return frozenset(path for path in asking if path not in settled or is_test_path(path) or path in terrain.consumers)
