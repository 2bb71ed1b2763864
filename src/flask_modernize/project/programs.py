"""Which files belong to which app: its modules, its tests, its templates."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.applications import applications, factories, made_applications
from flask_modernize.project.imports import imported_files
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import External

if TYPE_CHECKING:
    from flask_modernize.project.applications import Application
    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """An app and the files that are about it, sorted. Files of several apps are in the programs of all of them.

    ``modules``: Python files that import the app's module or are imported by it, and those beside it that belong to no
    other app. ``templates``: files that Jinja may load for it.
    """

    application: Application
    modules: tuple[str, ...]
    templates: tuple[str, ...]


@remembered
def programs(project: Project) -> tuple[Program, ...]:
    """The program of every app that a module-level variable holds, those that a factory made last."""
    found = (*applications(project), *made_applications(project))
    if not found:
        return ()
    modules = _modules(project, found)
    templates = _templates(project, found, modules)
    return tuple([Program(each, modules[each.path], templates[each.path]) for each in found])


# -- modules -----------------------------------------------------------------------------------------------------------


def _modules(project: Project, found: Iterable[Application]) -> dict[str, tuple[str, ...]]:
    homes = sorted({each.path for each in found})
    edges = {path: frozenset(imported_files(project, path)) for path in project.tree.python_paths()}
    importers: dict[str, set[str]] = {}
    for path, targets in edges.items():
        for target in targets:
            importers.setdefault(target, set()).add(path)
    down = {home: _closure([home], edges) for home in homes}
    up = {home: _closure([home], importers) for home in homes}
    rivals = {*homes, *(each.path for each in factories(project))}
    members: dict[str, set[str]] = {}
    for home in homes:
        beside = _closure(sorted(up[home]), edges)
        others = {other for other in rivals if other != home and other not in down[home]}
        foreign = {path for path in beside if _is_extension(path, home, edges) and path not in up[home]}
        if others:
            foreign |= {path for path in beside if not _closure([path], edges).isdisjoint(others)}
        own = {path for path in down[home] if path in up[home] or not _is_extension(path, home, edges)}
        members[home] = own | up[home] | (beside - foreign)
    orphans = set(edges).difference(*members.values(), *([other] for other in rivals))
    for path, owners in _nearest(orphans, homes).items():
        for home in owners:
            if not _is_extension(path, home, edges):
                members[home].add(path)
    return {home: tuple(sorted(path for path in members[home] if path in edges)) for home in homes}


_BESIDE_EXTENSIONS = frozenset(
    {"bin", "demo", "demos", "docs", "example", "examples", "sample", "samples", "test", "tests"}
)


def _is_extension(path: str, home: str, edges: Mapping[str, object]) -> bool:
    """Whether a file is part of Flask or of an extension of it, whose source is in the same tree as an app that shows
    how it is used.
    """
    if _BESIDE_EXTENSIONS.isdisjoint(home.split("/")):
        return False
    package = ""
    for part in path.split("/")[:-1]:
        package = f"{package}{part}/"
        is_package = (part == "flask" or part.startswith("flask_")) and f"{package}__init__.py" in edges
        if is_package and not home.startswith(package):
            return True
    return False


def _closure(start: Iterable[str], edges: Mapping[str, Iterable[str]]) -> set[str]:
    found = set(start)
    waiting = list(found)
    while waiting:
        for each in edges.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def _nearest(paths: Iterable[str], homes: Iterable[str]) -> dict[str, list[str]]:
    """For each path the homes whose directory is the nearest around it; the only home, if there is one."""
    homes = list(homes)
    by_directory: dict[str, list[str]] = {}
    for home in homes:
        by_directory.setdefault(posixpath.dirname(home), []).append(home)
    found = {}
    for path in paths:
        directory = posixpath.dirname(path)
        while directory and directory not in by_directory:
            directory = posixpath.dirname(directory)
        found[path] = by_directory.get(directory, homes if len(homes) == 1 else [])
    return found


# -- templates ---------------------------------------------------------------------------------------------------------

_ALWAYS = (".jinja", ".jinja2", ".j2")
_NO_TEXT = (
    *(
        ".py",
        ".pyc",
        ".pyw",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".ico",
        ".webp",
        ".svgz",
        ".woff",
        ".woff2",
        ".ttf",
        ".eot",
    ),
    *(".otf", ".pdf", ".zip", ".gz", ".db", ".sqlite", ".mo", ".mp3", ".mp4", ".map"),
)
"""Endings of files that are no templates, wherever they are."""
_NEVER = frozenset({"static", "node_modules", "bower_components", "docs", "site-packages"})


def _templates(
    project: Project, found: Iterable[Application], modules: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    homes = sorted({each.path for each in found})
    folders = {home: _folders(project, modules[home], home) for home in homes}
    members: dict[str, set[str]] = {home: set() for home in homes}
    orphans = []
    for path in project.tree.paths:
        if path.endswith(_NO_TEXT):
            continue
        owners = [home for home in homes if any(path.startswith(folder + "/") for folder in folders[home])]
        for home in owners:
            members[home].add(path)
        if not owners and looks_like_template(path):
            orphans.append(path)
    for path, owners in _nearest(orphans, homes).items():
        for home in owners:
            members[home].add(path)
    return {home: tuple(sorted(members[home])) for home in homes}


def looks_like_template(path: str) -> bool:
    """Whether a file is a template by its name or by the directory that it is in."""
    parts = path.split("/")[:-1]
    return path.endswith(_ALWAYS) or ("templates" in parts and _NEVER.isdisjoint(parts))


_LOADERS = ("FileSystemLoader", "PackageLoader")


def _folders(project: Project, paths: Iterable[str], home: str) -> tuple[str, ...]:
    """The template directories of an app, its blueprints and its loaders, where they are written as constants."""
    found = {posixpath.join(posixpath.dirname(home), "templates")}
    for path in paths:
        data = project.tree.read(path)
        if b"template_folder" in data or any(loader.encode() in data for loader in _LOADERS):
            found.update(_folders_in(project, path))
    return tuple(sorted(folder for folder in found if not folder.startswith("..")))


def _folders_in(project: Project, path: str) -> Iterable[str]:
    syntax = project.syntax(path)
    for node in syntax.scopes.nodes() if syntax is not None else ():
        if not isinstance(node, ast.Call):
            continue
        values = [each.value for each in node.keywords if each.arg == "template_folder"]
        name = dotted_name(node.func)
        if name is not None and isinstance(project.resolve(path, name), External) and name.endswith(_LOADERS):
            values += node.args[:1]
        for value in values:
            for each in value.elts if isinstance(value, ast.List | ast.Tuple) else [value]:
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield posixpath.normpath(posixpath.join(posixpath.dirname(path), each.value))
